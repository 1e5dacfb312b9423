"""A trainer at the desk in a real Chromium, with and without a script, on a phone and on a desktop."""

import io
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

QUESTION = "What do reviews say about fathers?"
VIEWS = {
    "phone, no script": (360, 740, "dark", False),
    "phone": (360, 740, "dark", True),
    "desktop": (1280, 900, "light", True),
}
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
}


@pytest.fixture(params=VIEWS)
def view(chromium: "Browser", request: pytest.FixtureRequest) -> Iterator["Page"]:
    width, height, scheme, script = VIEWS[request.param]
    context = chromium.new_context(
        viewport={"width": width, "height": height}, color_scheme=scheme, java_script_enabled=script  # type: ignore[arg-type]  # as named
    )  # fmt: skip
    yield context.new_page()
    context.close()


def wrong(page: "Page") -> list[str]:
    """What axe-core finds wrong on a page with its details opened, and whether it scrolls sideways.

    axe-core waits on timers, which never fire where scripts are off; the same pages are looked at where they are on.
    """
    from axe_playwright_python.sync_playwright import Axe

    page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true })")
    scripted = page.evaluate("matchMedia('(scripting: enabled)').matches")
    found = Axe().run(page, options=RULES).response["violations"] if scripted else []
    sideways = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    return [f"{page.url} scrolls sideways"] * sideways + [f"{page.url} {v['id']}" for v in found]


def collect(page: "Page", address: str) -> None:
    """Ask, and put two quotes of the answer into a new collection."""
    page.goto(address)
    page.get_by_label("Your question").fill(QUESTION)
    page.get_by_role("button", name="Ask", exact=True).click()
    page.get_by_role("link", name="Collect quotes").click()
    boxes = page.locator("input[type=checkbox]")
    for i in range(2, boxes.count()):
        boxes.nth(i).uncheck()
    page.get_by_label("Title of a new collection").fill("Fathers: half a day")
    page.get_by_role("button", name="Collect").click()


def test_a_trainer_collects_orders_adds_own_words_and_freezes(view: "Page", address: str) -> None:
    from playwright.sync_api import expect

    collect(view, address)
    found = wrong(view)
    view.get_by_label("Add your own words at the end").fill("Think of the night shift.")
    view.get_by_role("button", name="Add", exact=True).click()
    items = view.locator("section.item")
    expect(items).to_have_count(3)
    expect(items.last).to_contain_text("Own words: Think of the night shift.")
    assert items.first.get_by_text("Change the words").count() == 0, "a quote is locked"
    items.last.get_by_role("button", name="Up").click()
    expect(items.nth(1)).to_contain_text("night shift")
    view.locator("section.item").first.locator("summary").click()
    view.get_by_label("Your note; the quote itself is locked").first.fill("Begin with this")
    view.locator("section.item").first.get_by_role("button", name="Keep").click()
    expect(items.first).to_contain_text("Begin with this")
    found += wrong(view)
    view.get_by_role("button", name="Freeze a copy").click()
    expect(view.locator("main")).to_contain_text("Frozen copy no.")
    found += wrong(view)
    assert found == []


def test_a_collection_leaves_as_a_word_file(view: "Page", address: str) -> None:
    collect(view, address)
    with view.expect_download() as download:
        view.get_by_role("link", name="Word").click()
    data = download.value.path().read_bytes()
    assert download.value.suggested_filename == "collection-fathers-half-a-day.docx"
    assert "word/footnotes.xml" in zipfile.ZipFile(io.BytesIO(data)).namelist()


def test_the_desk_makes_a_briefing_and_sets_documents_side_by_side(view: "Page", address: str) -> None:
    from playwright.sync_api import expect

    view.goto(f"{address}/desk")
    found = wrong(view)
    view.get_by_label("Topic: a theme or a few words").fill("fathers")
    view.get_by_label("As", exact=True).select_option("pptx")
    with view.expect_download() as download:
        view.get_by_role("button", name="Make it").click()
    assert download.value.suggested_filename == "briefing-seven-minute-briefing-fathers.pptx"
    view.get_by_label("First document").select_option(index=1)
    view.get_by_label("Second document").select_option(index=2)
    view.get_by_role("button", name="Compare").click()
    expect(view.locator("h1")).to_contain_text("side by side")
    assert found + wrong(view) == []
