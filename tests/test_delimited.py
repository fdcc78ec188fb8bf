"""Delimited files are read as Excel, LibreOffice and programs save them, and written so that nothing comes to life."""

import csv
from datetime import date
from io import StringIO

import pytest
from flask import Flask
from hypothesis import given

from botram.delimited import TableForm, UnreadableTable, Value, decoded, harmless, read_table, written
from tests.hostile import texts

HEADS = ("code", "name")
ROWS = [{"code": "1", "name": 'Désa, "Sukamaju"; barat'}, {"code": "2", "name": "Cikarang\nUtara"}]
DELIMITERS = (",", ";", "\t", "|")


def saved(delimiter: str, line_end: str = "\r\n") -> str:
    """A table with a head that nobody needs, an empty row and spaces, as a spreadsheet saves it."""
    file = StringIO()
    writer = csv.writer(file, delimiter=delimiter, lineterminator=line_end)
    writer.writerow((" code", "extra", "name "))
    writer.writerow(("", "", ""))
    writer.writerows((f" {row['code']} ", "", row["name"], "") for row in ROWS)
    return file.getvalue()


@pytest.mark.parametrize("delimiter", DELIMITERS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_delimiter_and_encoding_are_detected(delimiter: str, encoding: str, line_end: str) -> None:
    content = saved(delimiter, line_end).encode(encoding)
    assert [row for _line, row in read_table(content, HEADS)] == ROWS


@pytest.mark.parametrize(
    "first",
    ["sep=;\r\n", "SEP=;\n", '"sep=;"\r\n', "sep=;;;\r\n", "sep= ;\r\n", "sep=;\r", "sep=,\r\n", "\ufeffsep=;\r\n"],
)
def test_a_first_line_that_names_the_delimiter_is_no_row(first: str) -> None:
    content = f"{first}name;code\r\na,b;1\r\n".encode()
    assert list(read_table(content, HEADS)) == [(3, {"code": "1", "name": "a,b"})]


def test_a_delimiter_that_only_the_first_line_names_is_taken() -> None:
    assert list(read_table(b"sep=^\r\nname^code\r\na,b^1\r\n", HEADS)) == [(3, {"code": "1", "name": "a,b"})]


@pytest.mark.parametrize(
    "content",
    [
        b"CODE;Name\r\n1;Balai, Desa\r\n",
        b"\xef\xbb\xbf\xef\xbb\xbfcode;name\r\n1;Balai, Desa\r\n",
        b'\xef\xbb\xbf"code";"name"\r\n"1";"Balai, Desa"\r\n',
        b"code;name\r\n1;Balai, Desa\r\n\x1a",
        b"\r\n;;\r\ncode;name;;\r\n1;Balai, Desa;;;;\r\n",
        b'code, name\r\n1, "Balai, Desa"\r\n',
        b"code;name\r1;Balai, Desa\r",
    ],
)
def test_what_programs_leave_around_a_table_does_no_harm(content: bytes) -> None:
    assert [row for _line, row in read_table(content, HEADS)] == [{"code": "1", "name": "Balai, Desa"}]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "kolom yang tidak ada: code, name"),
        (b"Daftar desa;;\n;;\ncode;name\n", "tidak ada: code, name .yang ada: daftar desa."),
        (b"code,name,Name\n1,a,b\n", "kolom yang ada dua kali: name"),
        (b'code;name\n1;"Balai\n2;Lapangan\n', "bukan CSV yang utuh: baris 3"),
        (b"PK\x03\x04\x14\x00\x06\x00", "buku kerja, bukan CSV"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 40, "buku kerja, bukan CSV"),
        (b"code,name\n1,Ba\0lai desa\n", "bukan teks UTF-8"),
        ("code,name\n1,D\u00e9sa\n".encode() + b"2,D\xe9sa\n", "bukan teks UTF-8"),
        (b"code,nama\n1,a\n", "kolom yang tidak ada: name"),
        (b"code,name\n1,Jalan Mawar, Blok B\n", "baris 2 berisi 3 sel, sedangkan judulnya 2"),
        (b"code,name\n1," + b"x" * 200_000, "bukan CSV yang utuh"),
        (b"\xef\xbb\xbfcode,name\n\xff", "bukan teks UTF-8"),
        (b"\xff\xfec", "bukan teks UTF-8"),
    ],
)
def test_what_is_no_such_table_is_said_in_words(app: Flask, content: bytes, says: str) -> None:
    with pytest.raises(UnreadableTable, match=says):
        list(read_table(content, HEADS))


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Balai;=1+1;x", "Balai;'=1+1;x"),
        ("Balai,@SUM(A1)", "Balai,'@SUM(A1)"),
        ("a|=cmd", "a|'=cmd"),
        ("baris\n=2", "baris\n'=2"),
        ("a;\t+x", "a;\t'+x"),
        ('a,"=1+1', "a,'\"=1+1"),
        ('a; ""@SUM(1)', 'a;\' ""@SUM(1)'),
        ("a\t\N{ZERO WIDTH SPACE}-x", "a\t'\N{ZERO WIDTH SPACE}-x"),
        ("a; \N{FULLWIDTH EQUALS SIGN}1", "a;' \N{FULLWIDTH EQUALS SIGN}1"),
        ("Budi, +62 812 3456", "Budi, +62 812 3456"),
        ("-6,2431", "-6,2431"),
        ("08.00-12.00; 13.00-15.00", "08.00-12.00; 13.00-15.00"),
    ],
)
def test_no_part_of_a_text_is_a_formula_where_it_is_split(text: str, kept: str) -> None:
    assert harmless(text) == kept


@given(texts)
def test_no_delimiter_brings_a_text_to_life(text: str) -> None:
    for form in TableForm:
        content = decoded(written([("kiri", text, "kanan")], form))
        for delimiter in DELIMITERS:
            for row in csv.reader(StringIO(content, newline=""), delimiter=delimiter):
                assert not [one for one in row if one.strip(' "\N{ZERO WIDTH SPACE}').startswith(("=", "@"))]


@pytest.mark.parametrize(
    ("form", "content"),
    [
        (TableForm.OFFICE, "\N{BYTE ORDER MARK}a;b;c;d;e\r\n1;-6,25;2026-12-08;;x\r\n"),
        (TableForm.PROGRAM, "a,b,c,d,e\r\n1,-6.25,2026-12-08,,x\r\n"),
    ],
)
def test_a_table_has_the_form_of_its_readers(form: TableForm, content: str) -> None:
    rows: list[tuple[Value, ...]] = [("a", "b", "c", "d", "e"), (1, -6.25, date(2026, 12, 8), None, "x")]
    assert written(rows, form) == content.encode()
