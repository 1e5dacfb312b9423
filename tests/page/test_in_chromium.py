"""The journey of a reader in a real Chromium: ask, read a quote and its place, open it, see the sentence marked."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

QUESTION = "What do reviews say about fathers who were not assessed?"
NOT_HELD = "What did the review of Child Zebedee in Manchester recommend?"
IN_VIEW = "e => { const r = e.getBoundingClientRect(); return r.top >= 0 && r.bottom <= innerHeight }"


def squeezed(text: str) -> str:
    return re.sub(r"[\s\-“”]", "", text)


def ask(page: "Page", address: str, question: str) -> None:
    page.goto(address)
    page.get_by_label("Your question").fill(question)
    page.get_by_role("button", name="Ask", exact=True).click()
    page.wait_for_selector("#headline")


@pytest.fixture
def page(chromium: "Browser") -> Iterator["Page"]:
    """A page of a desktop's width on which an error of a script or a refused resource fails the test."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    complaints: list[str] = []
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    yield opened
    context.close()
    assert complaints == []


def journey(page: "Page", address: str) -> None:
    """Ask, read, follow the first link, find the sentence marked and in view."""
    ask(page, address, QUESTION)
    assert "question=" not in page.url
    figure = page.locator("figure.quote").first
    quote = figure.locator("blockquote").inner_text()
    assert re.search(r"Page \d+", figure.locator("figcaption").inner_text())
    figure.get_by_role("link", name="See it on its page").click()
    mark = page.locator("#quote")
    mark.wait_for()
    assert squeezed(mark.inner_text()) in squeezed(quote)
    for _ in range(50):  # the page's own policy forbids what wait_for_function would evaluate in it
        if mark.evaluate(IN_VIEW):
            return
        page.wait_for_timeout(100)
    raise AssertionError("the marked sentence is not in view")


def test_a_reader_asks_and_follows_a_quote_to_the_marked_sentence(page: "Page", address: str) -> None:
    journey(page, address)


def test_the_reader_comes_back_from_the_page_to_the_answer(page: "Page", address: str) -> None:
    journey(page, address)
    page.go_back()
    assert page.locator("figure.quote").count() > 0
    assert page.get_by_role("button", name="Ask", exact=True).is_enabled()


def test_the_same_journey_works_without_javascript(chromium: "Browser", address: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    ask(page, address, QUESTION)
    quote = page.locator("figure.quote blockquote").first.inner_text()
    page.get_by_role("link", name="See it on its page").first.click()
    assert squeezed(page.locator("#quote").inner_text()) in squeezed(quote)
    page.goto(address)
    page.get_by_role("button", name=QUESTION).click()
    assert page.locator("#headline").inner_text()
    context.close()


def test_an_abstention_is_plain(page: "Page", address: str) -> None:
    ask(page, address, NOT_HELD)
    assert "Zebedee" in page.locator(".result.abstained").inner_text()


def test_enter_asks_and_shift_enter_makes_a_new_line(page: "Page", address: str) -> None:
    page.goto(address)
    box = page.get_by_label("Your question")
    box.fill("What do reviews say")
    box.press("Shift+Enter")
    box.press_sequentially("about fathers?")
    assert box.input_value() == "What do reviews say\nabout fathers?"
    box.press("Enter")
    page.wait_for_selector("#headline")


def test_the_first_tab_reaches_the_skip_link_and_it_leads_to_the_content(page: "Page", address: str) -> None:
    page.goto(address)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 390])
def test_no_page_scrolls_sideways_on_a_phone(chromium: "Browser", address: str, width: int, scheme: str) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 700}, color_scheme=scheme)  # type: ignore[arg-type]  # as named
    page = context.new_page()

    def overflow() -> int:
        return int(page.evaluate("document.documentElement.scrollWidth"))

    journey(page, address)
    assert overflow() <= width, page.url
    ask(page, address, NOT_HELD)
    assert overflow() <= width, "abstention"
    for place in ("/", "/reviews", "/about", "/docs"):
        page.goto(address + place)
        assert overflow() <= width, place
    page.goto(f"{address}/reviews")
    page.locator(".shelf a").first.click()
    assert overflow() <= width, "card"
    context.close()


def test_nothing_is_fetched_from_another_server(page: "Page", address: str) -> None:
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    journey(page, address)
    for place in ("/", "/reviews", "/about", "/docs"):
        page.goto(address + place)
    assert fetched
    assert [url for url in fetched if not url.startswith((f"{address}/", "data:"))] == []
