"""Stories in a real Chromium: a practitioner asks, opens the source and comes back; whoever keeps the library looks."""

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PLACES = ("/", "/reviews", "/findings", "/findings/themes", "/conversations", "/about", "/accessibility", "/docs")
QUESTION = "What do reviews say about fathers who were not assessed?"
NOT_HELD = "What did the review of Child Zebedee in Manchester recommend?"
IN_VIEW = "e => { const r = e.getBoundingClientRect(); return r.top >= 0 && r.bottom <= innerHeight }"


def squeezed(text: str) -> str:
    return re.sub(r"[\s\-“”]", "", text)


def ask(page: "Page", address: str, question: str) -> None:
    page.goto(address)
    page.get_by_label("Your question").fill(question)
    page.get_by_role("button", name="Ask", exact=True).click()
    page.wait_for_selector("article:not([aria-busy]) #headline")


def journey(page: "Page", address: str) -> None:
    """Ask, read, follow the first link, find the sentence marked on the picture, in view, and in the text beside it."""
    ask(page, address, QUESTION)
    assert "question=" not in page.url
    figure = page.locator("figure.quote").first
    quote = figure.locator("blockquote").inner_text()
    assert re.search(r"Page \d+", figure.locator("figcaption").inner_text())
    figure.get_by_role("link", name="See it on its page").click()
    mark = page.locator("#quote")
    mark.wait_for(state="attached")
    assert squeezed(page.locator("mark").first.inner_text()) in squeezed(quote)
    assert page.locator(".picture img").evaluate("image => image.decode().then(() => image.naturalWidth)") > 500
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
    page.wait_for_selector("figure.quote")
    assert page.get_by_role("button", name="Ask", exact=True).is_enabled()
    page.go_back()
    page.wait_for_selector(".hero")


@pytest.mark.parametrize("width", [360, 1280])
def test_a_practitioners_story_without_javascript(chromium: "Browser", address: str, width: int) -> None:
    context = chromium.new_context(java_script_enabled=False, viewport={"width": width, "height": 740})
    page = context.new_page()
    page.goto(address)
    page.get_by_role("button", name=QUESTION).click()
    quote = page.locator("figure.quote blockquote").first.inner_text()
    conversation = page.url
    page.get_by_role("link", name="See it on its page").first.click()
    assert squeezed(page.locator("mark").first.inner_text()) in squeezed(quote)
    page.goto(conversation)
    page.get_by_label("Ask a follow-up").fill("And what about the mother?")
    page.get_by_role("button", name="Ask", exact=True).click()
    assert page.locator("article.exchange").count() == 2
    page.locator(".manage summary").click()
    page.get_by_label("Name", exact=True).fill("For supervision")
    page.get_by_role("button", name="Save the name").click()
    page.get_by_role("link", name="Your questions").first.click()
    page.get_by_role("link", name="For supervision").click()
    assert page.locator("article.exchange").count() == 2
    page.locator(".manage summary").click()
    page.get_by_role("button", name="Erase this conversation").click()
    assert page.get_by_role("link", name="For supervision").count() == 0
    context.close()


def test_a_practitioner_narrows_the_search_asks_on_and_copies(page: "Page", address: str) -> None:
    page.goto(address)
    page.get_by_text("Choose what is searched").click()
    page.get_by_label(re.compile("^Press report")).check()
    page.get_by_label("Your question").fill("What was said about the review?")
    page.get_by_role("button", name="Ask", exact=True).click()
    page.wait_for_selector(".again textarea")
    assert "narrowed to: press report" in page.locator(".searched").inner_text()
    assert page.get_by_label(re.compile("^Press report")).is_checked(), "a follow-up is narrowed as the question was"
    page.get_by_label(re.compile("^Press report")).uncheck()
    page.get_by_label("Ask a follow-up").fill(QUESTION)
    page.keyboard.press("Enter")
    page.wait_for_selector("article:nth-of-type(2):not([aria-busy])")
    last = page.locator("article.exchange").last
    last.get_by_text("Copy with citations").click()
    assert last.get_by_role("link", name="Word file").get_attribute("href") is not None
    copied = last.locator(".copy textarea").input_value()
    for figure in last.locator("figure.quote").all():
        assert figure.locator("blockquote").inner_text().strip("“”") in copied
    assert "page " in copied
    last.get_by_role("button", name="Copy").click()
    last.get_by_text("Copied").wait_for()


def test_a_maintainers_story(page: "Page", address: str) -> None:
    page.goto(address)
    page.get_by_role("link", name="Library", exact=True).click()
    page.get_by_role("link", name=re.compile("^Review 1")).click()
    page.locator(".shelf a").click()
    assert "found, as announced" in page.locator(".card").last.inner_text() or page.locator(".card").count() == 2
    page.get_by_role("link", name="Its findings in the register").click()
    shown = page.locator("#list").inner_text()
    page.get_by_role("link", name=re.compile("^Recommendations")).click()
    assert page.locator("#list").inner_text() != shown
    page.get_by_role("link", name="Themes by year, drawn").click()
    assert page.locator(".chart img").evaluate("image => image.decode().then(() => image.naturalWidth)") > 100
    count = page.locator(".numbers td a").first
    number = count.inner_text().split()[0]
    count.click()
    assert page.locator("#list").inner_text().startswith(f"{number} ")
    page.locator(".entry .where a").first.click()
    page.wait_for_selector(".source")


def test_nothing_moves_while_an_answer_comes(page: "Page", address: str) -> None:
    page.goto(address)
    page.evaluate(
        "() => { window.moved = 0; new PerformanceObserver(list => { for (const entry of list.getEntries())"
        " if (!entry.hadRecentInput) window.moved += entry.value }).observe({type: 'layout-shift', buffered: true}) }"
    )
    page.get_by_label("Your question").fill(QUESTION)
    page.get_by_role("button", name="Ask", exact=True).click()
    page.wait_for_selector(".again textarea")
    page.wait_for_timeout(700)
    assert page.evaluate("window.moved") < 0.01


def test_the_keyboard_alone_asks_and_opens_the_source(page: "Page", address: str) -> None:
    page.goto(address)
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "question":
            break
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    page.wait_for_selector(".again textarea")
    assert page.evaluate("document.activeElement.className") == "question", "a reader is told where the answer stands"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "open"
    page.keyboard.press("Enter")
    page.wait_for_selector(".source")


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
    page.wait_for_selector("article:not([aria-busy]) #headline")


def test_the_first_tab_reaches_the_skip_link_and_it_leads_to_the_content(page: "Page", address: str) -> None:
    page.goto(address)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_no_page_scrolls_sideways_on_the_narrowest_phone(chromium: "Browser", address: str) -> None:
    width = 320
    context = chromium.new_context(viewport={"width": width, "height": 700})
    page = context.new_page()

    def overflow() -> int:
        return int(page.evaluate("document.documentElement.scrollWidth"))

    journey(page, address)
    assert overflow() <= width, page.url
    ask(page, address, NOT_HELD)
    assert overflow() <= width, "abstention"
    for place in PLACES:
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
    for place in PLACES:
        page.goto(address + place)
    assert fetched
    assert [url for url in fetched if not url.startswith(f"{address}/")] == []
