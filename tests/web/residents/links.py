"""Small helps for tests of residents' pages."""

from werkzeug.test import TestResponse

from tests.browser import Browser, Page, page


def shown(browser: Browser, address: str, status: int = 200) -> Page:
    """The page at an address."""
    return page(browser.get(address, status))


def links(read: Page) -> list[str]:
    """Where the page's links lead, but the one to the same page in another language."""
    return [link["href"] for link in read.all("a") if "href" in link and "hreflang" not in link]


def visit_links(read: Page) -> list[str]:
    """The ids of the visits that the page leads to, in order."""
    return [link.removeprefix("/kunjungan/") for link in links(read) if link.startswith("/kunjungan/")]


def title(answer: TestResponse) -> str:
    """The title of the page."""
    text = answer.get_data(as_text=True)
    return text.partition("<title>")[2].partition("</title>")[0]
