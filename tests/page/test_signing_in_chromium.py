"""Where keys are in force a person signs in, asks, gathers and signs out in a real browser, with script and without."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from assistant.settings import Settings
from assistant.store.keys import Keys
from assistant.wiring import open_store
from tests.api.serving import serving
from tests.page.test_accessible import violations

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

QUESTION = "What do reviews say about fathers who were not assessed?"


@pytest.fixture(scope="module")
def keyed(page_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """The address of a server with keys in force, and a trainer's key."""
    library = Path(shutil.copytree(page_folder, tmp_path_factory.mktemp("keyed") / "library"))
    settings = Settings(library=library, access="keys")
    with open_store(settings) as database:
        _, key = Keys(database).add("Ann Example", "trainer")
    with serving(settings) as served:
        yield served.url, key


@pytest.fixture(params=[True, False], ids=["with its script", "without a script"])
def view(chromium: "Browser", request: pytest.FixtureRequest) -> Iterator["Page"]:
    context = chromium.new_context(java_script_enabled=request.param, viewport={"width": 360, "height": 740})
    yield context.new_page()
    context.close()


def sign_in(page: "Page", key: str) -> None:
    page.get_by_label("Your key").fill(key)
    page.get_by_role("button", name="Sign in").click()


def test_a_person_signs_in_asks_gathers_and_signs_out(view: "Page", keyed: tuple[str, str]) -> None:
    address, key = keyed
    view.goto(f"{address}/desk")
    sign_in(view, key[:-1])
    assert "does not let in" in view.get_by_role("alert").inner_text()
    sign_in(view, key)
    view.wait_for_url(f"{address}/desk")
    view.goto(address)
    view.get_by_label("Your question").fill(QUESTION)
    view.get_by_role("button", name="Ask", exact=True).click()
    view.wait_for_selector(".again textarea")
    assert view.locator(".quote").count() > 0
    view.get_by_role("link", name="Collect quotes").click()
    view.get_by_role("button", name="Collect").click()
    view.wait_for_url(f"{address}/desk/collections/*")
    view.get_by_role("button", name="Sign out").click()
    view.wait_for_url(f"{address}/sign-in")
    view.goto(f"{address}/conversations")
    assert "/sign-in" in view.url


def test_the_form_has_no_violation_that_axe_finds(chromium: "Browser", keyed: tuple[str, str]) -> None:
    address, key = keyed
    context = chromium.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(f"{address}/sign-in")
    found = violations(page)
    sign_in(page, "wrong")
    page.wait_for_selector("[role=alert]")
    found += violations(page)
    sign_in(page, key)
    page.wait_for_selector("#question")
    found += violations(page)
    context.close()
    assert found == []


def test_a_question_that_is_asked_after_the_session_ended_leads_to_the_form(
    chromium: "Browser", keyed: tuple[str, str]
) -> None:
    address, key = keyed
    context = chromium.new_context()
    page = context.new_page()
    page.goto(address)
    sign_in(page, key)
    page.wait_for_selector("#question")
    context.clear_cookies()
    page.get_by_label("Your question").fill(QUESTION)
    page.get_by_role("button", name="Ask", exact=True).click()
    page.wait_for_url(f"{address}/sign-in")
    context.close()
