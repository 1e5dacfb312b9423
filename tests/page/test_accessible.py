"""Every page and state, light on a phone and dark on a desktop, without a violation that axe-core can find."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

QUESTION = "What do reviews say about fathers who were not assessed?"
NOT_HELD = "What did the review of Child Zebedee in Manchester recommend?"
AT_RISK = "A baby I visit has a new bruise today, what do reviews say about bruises in babies?"
DECLINED = "Who is Child A really, and where does the family live now?"
VIEWS = {"phone, light": (360, 740, "light"), "desktop, dark": (1280, 900, "dark")}
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
}


@pytest.fixture(params=VIEWS)
def view(chromium: "Browser", request: pytest.FixtureRequest) -> Iterator["Page"]:
    width, height, scheme = VIEWS[request.param]
    context = chromium.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)  # type: ignore[arg-type]  # as named
    yield context.new_page()
    context.close()


def violations(page: "Page") -> list[str]:
    """What axe-core finds wrong on a page as it stands, details opened; each with the element."""
    from axe_playwright_python.sync_playwright import Axe

    page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true })")
    found = Axe().run(page, options=RULES).response["violations"]
    sideways = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    too_wide = [f"{page.url} scrolls sideways"] if sideways else []
    return too_wide + [f"{page.url} {v['id']}: {node['html'][:200]}" for v in found for node in v["nodes"][:3]]


def ask(page: "Page", address: str, question: str) -> None:
    page.goto(address)
    page.get_by_label("Your question").fill(question)
    page.get_by_role("button", name="Ask", exact=True).click()
    page.wait_for_selector(".again textarea")


def test_no_page_has_a_violation(view: "Page", address: str) -> None:
    found = []
    places = ["/", "/?year_from=2012&source_kinds=review", "/reviews", "/findings", "/findings?theme=nothing",
              "/findings?q=father&kind=recommendation", "/findings/themes", "/conversations", "/about",
              "/accessibility", "/data-protection", "/docs", "/nowhere"]  # fmt: skip
    for place in places:
        view.goto(address + place)
        found += violations(view)
    view.goto(f"{address}/reviews")
    for card in view.locator(".shelf a").evaluate_all("links => links.map(link => link.href)"):
        for place in (card, f"{card}/pages/1"):
            view.goto(place)
            found += violations(view)
    assert found == []


def test_no_answer_and_no_state_of_a_conversation_has_a_violation(view: "Page", address: str) -> None:
    found = []
    for question in (NOT_HELD, AT_RISK, DECLINED, QUESTION):
        ask(view, address, question)
        found += violations(view)
    conversation = view.url.partition("#")[0]
    view.goto(conversation)
    view.get_by_label("Ask a follow-up").fill("And what about the mother?")
    view.get_by_role("button", name="Ask", exact=True).click()
    view.wait_for_selector("article:nth-of-type(2):not([aria-busy])")
    found += violations(view)
    view.locator("a.open").first.click()
    view.wait_for_selector(".source")
    found += violations(view)
    view.goto(f"{address}/conversations")
    found += violations(view)
    view.goto(conversation)
    view.locator(".feedback summary").first.click()
    view.get_by_label("answers the question").first.check()
    view.get_by_role("button", name="Send").first.click()
    view.wait_for_selector("h1")
    found += violations(view)
    assert found == []
