"""Programs that know nothing of each other read a news feed, and the rules of RFC 4287 are checked on it."""

import re
from calendar import timegm
from collections import Counter
from datetime import UTC, datetime
from html.parser import HTMLParser
from typing import NamedTuple
from urllib.parse import urlsplit
from xml.etree import ElementTree

import fastfeedparser
import feedparser
from lxml import etree

ATOM = "{http://www.w3.org/2005/Atom}"
ONCE, AT_MOST_ONCE = ("id", "title", "updated"), ("published", "content", "summary", "generator")
KNOWN = {*ONCE, *AT_MOST_ONCE, "author", "link", "category"}
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
TAG_URI = re.compile(r"tag:[a-z0-9.-]+,\d{4}:[!-~]+")


class Told(NamedTuple):
    """What a reader takes an entry for."""

    id: str
    title: str
    link: str
    updated: datetime


def by_feedparser(file: bytes) -> list[Told]:
    """As feedparser reads it, which a hundred feed readers are built on."""
    read = feedparser.parse(file)
    assert not read.bozo, read.get("bozo_exception")
    assert read.version == "atom10"
    return [
        Told(one.id, one.title, one.link, datetime.fromtimestamp(timegm(one.updated_parsed), UTC))
        for one in read.entries
    ]


def by_fastfeedparser(file: bytes) -> list[Told]:
    """As fastfeedparser reads it. It takes a feed without entries for none at all."""
    if b"<entry>" not in file:
        return []
    read = fastfeedparser.parse(file)
    return [
        Told(one.id, one.title, one.link, datetime.fromisoformat(one.updated).replace(microsecond=0))
        for one in read.entries
    ]


def by_lxml(file: bytes) -> list[Told]:
    """As libxml2 reads it."""
    feed = etree.fromstring(file, etree.XMLParser(resolve_entities=False, no_network=True))
    return [
        Told(
            one.findtext(f"{ATOM}id"),
            one.findtext(f"{ATOM}title"),
            one.find(f"{ATOM}link").get("href"),
            datetime.fromisoformat(one.findtext(f"{ATOM}updated")).replace(microsecond=0),
        )
        for one in feed.iter(f"{ATOM}entry")
    ]


READERS = (by_feedparser, by_fastfeedparser, by_lxml)


def agreed(file: bytes) -> list[Told]:
    """What all readers take the file for, once it keeps the rules. They must agree to the letter."""
    check_rules(file)
    read = [reader(file) for reader in READERS]
    assert read[0] == read[1] == read[2]
    return read[0]


def feed_in(file: bytes) -> ElementTree.Element:
    """The feed as the standard library reads it."""
    return ElementTree.fromstring(file)


def check_rules(file: bytes) -> None:
    """What RFC 4287 asks of a feed and of each of its entries."""
    feed = feed_in(file)
    assert feed.tag == f"{ATOM}feed"
    entries = feed.findall(f"{ATOM}entry")
    assert list(feed)[len(feed) - len(entries) :] == entries, "entries come last"
    for one in (feed, *entries):
        check_element(one)
    assert [link.get("type") for link in links(feed, "self")] == ["application/atom+xml"]
    assert feed.findall(f"{ATOM}author"), "the feed's, or each entry needs its own"
    ids = Counter(one.findtext(f"{ATOM}id") for one in (feed, *entries))
    assert set(ids.values()) == {1}, ids


def check_element(one: ElementTree.Element) -> None:
    """What a feed and an entry have alike: the required parts once, one page, moments and ids in their forms."""
    tags = Counter(child.tag.removeprefix(ATOM) for child in one if child.tag != f"{ATOM}entry")
    assert set(tags) <= KNOWN
    assert [tags[name] for name in ONCE] == [1, 1, 1]
    assert max(tags[name] for name in AT_MOST_ONCE) <= 1
    assert [link.get("type") for link in links(one, "alternate")] == ["text/html"], "one of a kind"
    for name in ("updated", "published"):
        assert MOMENT.fullmatch(one.findtext(f"{ATOM}{name}", "2026-01-01T00:00:00Z"))
    assert TAG_URI.fullmatch(one.findtext(f"{ATOM}id", ""))
    assert one.findtext(f"{ATOM}title", "").strip()
    for link in one.findall(f"{ATOM}link"):
        assert urlsplit(link.get("href", "")).scheme in ("http", "https")
    for author in one.findall(f"{ATOM}author"):
        assert [child.tag for child in author] == [f"{ATOM}name"]
    for category in one.findall(f"{ATOM}category"):
        assert category.get("term") is not None


def links(one: ElementTree.Element, rel: str) -> list[ElementTree.Element]:
    """The links of a kind."""
    return [link for link in one.findall(f"{ATOM}link") if link.get("rel") == rel]


class Content(HTMLParser):
    """An entry's content as a browser takes it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.lines = [""]
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if name == "href"]
        assert tag == "a" or not attrs, (tag, attrs)
        if tag in ("p", "br"):
            self.lines.append("")

    def handle_data(self, data: str) -> None:
        self.lines[-1] += data

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    def handle_decl(self, decl: str) -> None:
        raise AssertionError(decl)

    handle_pi = unknown_decl = handle_comment


def contents(file: bytes) -> list[Content]:
    """The content of each entry."""
    return [Content(one.findtext(f"{ATOM}content", "")) for one in feed_in(file).findall(f"{ATOM}entry")]
