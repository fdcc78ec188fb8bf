"""A contact is a name, a number to call and a number to write to; an old text gives one where it is certain."""

from time import perf_counter

import pytest
from flask import Flask

from botram.contacts import PHONE, BadNumber, Contact, certain_number, divided, read_number, shown_number

MOBILE, DESK = "+6281234567890", "+622189970696"


@pytest.mark.parametrize(
    ("typed", "kept", "shown"),
    [
        ("0812-3456-7890", MOBILE, "0812-3456-7890"),
        ("0812 3456 7890", MOBILE, "0812-3456-7890"),
        ("62812-3456-7890", MOBILE, "0812-3456-7890"),
        ("+62 812.3456.7890", MOBILE, "0812-3456-7890"),
        ("0062 812 3456 7890", MOBILE, "0812-3456-7890"),
        ("+62 (0)21 8997 0696", DESK, "(021) 89970696"),
        ("(021) 8997\N{EN DASH}0696", DESK, "(021) 89970696"),
        ("\N{FULLWIDTH DIGIT ZERO}21 89970696", DESK, "(021) 89970696"),
        ("0267-401234", "+62267401234", "(0267) 401234"),
        ("+65 6123 4567", "+6561234567", "+65 6123 4567"),
        ("112", "112", "112"),
        ("1500537", "1500537", "1500-537"),
        ("WA 0812-3456-7890", MOBILE, "0812-3456-7890"),
        ("0812-3456-7890 (HP)", MOBILE, "0812-3456-7890"),
        ("No. HP: 0812-3456-7890,", MOBILE, "0812-3456-7890"),
        ("https://wa.me/6281234567890", MOBILE, "0812-3456-7890"),
        ("wa.me/6281234567890", MOBILE, "0812-3456-7890"),
        ("https://api.whatsapp.com/send?phone=6281234567890", MOBILE, "0812-3456-7890"),
        ("tel:+622189970696", DESK, "(021) 89970696"),
        (" ", "", ""),
    ],
)
def test_a_number_is_kept_in_international_form(app: Flask, typed: str, kept: str, shown: str) -> None:
    assert read_number(typed, PHONE) == kept
    if kept:
        assert shown_number(kept) == shown
        assert read_number(shown, PHONE) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "0812", "8997-0696", "08.00-14.00", "021-8997-0696 0812-3456-7890", "0812-3456-7890/91", "021-8997-0696 ext 12",
        "0812-3456-7890-1234", "Siti", "+", "0000000000", "12-12-2026",
        "0812-3456-7890 (Siti)", "@dukcapil_0812", "a0812@bekasikab.go.id", "WA", "https://wa.me/",
    ],
)  # fmt: skip
def test_what_is_not_one_number_is_refused_at_its_input(app: Flask, typed: str) -> None:
    with pytest.raises(BadNumber) as refused:
        read_number(typed, PHONE)
    assert refused.value.field == PHONE


def test_a_short_number_takes_no_messages(app: Flask) -> None:
    with pytest.raises(BadNumber, match="WhatsApp"):
        read_number("112", "contact_whatsapp", whatsapp=True)


@pytest.mark.parametrize(
    ("text", "contact"),
    [
        ("WhatsApp 0812-3456-7890 (08.00-14.00)", Contact("08.00-14.00", whatsapp=MOBILE)),
        ("Telp/WA 0812 3456 7890", Contact("", MOBILE, MOBILE)),
        ("Ibu Ani (WA 081234567890)", Contact("Ibu Ani", whatsapp=MOBILE)),
        ("Pak Dadan 0812-3456-7890", Contact("Pak Dadan", MOBILE)),
        ("Loket informasi, telepon (021) 8997-0696", Contact("Loket informasi", DESK)),
        ("Call center 1500-537", Contact("Call center", "1500537")),
        ("021-8997-0696", Contact("", DESK)),
        ("Loket 021-555000", Contact("Loket", "+6221555000")),
        ("HP/WA 0812 3456 7890", Contact("", MOBILE, MOBILE)),
        ("Kasi Pelayanan (0812 3456 7890)", Contact("Kasi Pelayanan", MOBILE)),
        ("(0812-3456-7890, Siti)", Contact("Siti", MOBILE)),
        ("https://api.whatsapp.com/send?phone=6281234567890", Contact("", whatsapp=MOBILE)),
        ("0812-3456-7890 atau datang ke loket 3", Contact("datang ke loket 3", MOBILE)),
        ("dukcapil@bekasikab.go.id / 0812-3456-7890", Contact("dukcapil@bekasikab.go.id", MOBILE)),
        ("Telp/Fax 021-89970696", Contact("Telp/Fax", DESK)),
    ],
)
def test_an_old_text_with_one_certain_number_becomes_fields(text: str, contact: Contact) -> None:
    assert divided(text) == contact
    assert Contact(text).parts == ((text, f"tel:{contact.phone or contact.whatsapp}"),)


@pytest.mark.parametrize(
    "text",
    [
        "", "Meja depan", "Lantai 112", "Buka 08.00-14.00 13.00-15.00", "021-8997-0696 0812-3456-7890",
        "021-8997-0696 / 0697", "021-8997-0696 ext 12", "12-12-2026 0812 3456 7890 1", "Rp 1.500.000", "0812",
        "Halo Dukcapil 1500537 atau WA 0811-1500-537", "Fax 021-89970696", "Faks. (021) 8997-0696",
        "Darurat 112 atau 0812-3456-7890", "021-8997-0696 psw. 112", "(021) 8997-0696 (ext 12)",
        "https://instagram.com/dukcapil.081234567890", "dukcapil081234567890@gmail.com", "Siti 08123456789O",
    ],
)  # fmt: skip
def test_any_other_text_stays_and_has_no_link(text: str) -> None:
    assert divided(text) == Contact(text)
    assert certain_number(text) is None
    assert [link for _words, link in Contact(text).parts] == ([None] if text else [])


def test_a_contact_is_called_and_written_to() -> None:
    assert Contact("Loket", DESK, MOBILE).parts == (
        ("Loket", None),
        ("(021) 89970696", "tel:+622189970696"),
        ("WhatsApp 0812-3456-7890", "https://wa.me/6281234567890"),
    )


def test_a_text_of_many_marks_is_read_in_time() -> None:
    start = perf_counter()
    assert divided("hp " * 60 + "x 0812-3456-7890") == Contact("hp " * 60 + "x", MOBILE)
    assert perf_counter() - start < 1
