"""Before a question with details of a live case is sent, the page says so, with a script and without one."""

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from fastapi.testclient import TestClient

from assistant.api.app import make_app
from assistant.settings import Settings
from assistant.store.database import FILE
from tests.page.test_accessible import view, violations  # noqa: F401  # the views, as a fixture

if TYPE_CHECKING:
    from playwright.sync_api import Page

LIVE = "My client is Kyle Barrowden, DOB 12/03/2015. What do reviews say about fathers who were not assessed?"
PLAIN = "What do reviews say about fathers who were not assessed?"
NOT_SENT = "Your question has not been sent"


def test_without_a_script_the_question_comes_back_with_the_reason_and_nothing_is_kept(
    page_folder: Path, tmp_path: Path
) -> None:
    shutil.copytree(page_folder, tmp_path / "library")
    with TestClient(make_app(Settings(library=tmp_path / "library")), headers={"accept": "text/html"}) as client:
        warned = client.post("/ask", data={"question": LIVE, "year_from": "2012"}, follow_redirects=False)
        assert warned.status_code == 200 and NOT_SENT in warned.text
        assert "a date of birth" in warned.text and LIVE in warned.text and 'value="2012"' in warned.text
        held = b"".join(path.read_bytes() for path in (tmp_path / "library").glob(f"{FILE}*"))
        assert b"Barrowden" not in held
        sent = client.post("/ask", data={"question": LIVE, "anyway": "true"}, follow_redirects=False)
        assert sent.status_code == 303
        place = sent.headers["location"].partition("#")[0]
        assert "details of a live case" in client.get(place).text
        again = client.post(f"{place}/ask", data={"question": LIVE}, follow_redirects=False)
        assert again.status_code == 200 and NOT_SENT in again.text
        assert client.post("/ask", data={"question": PLAIN}, follow_redirects=False).status_code == 303


def test_where_a_child_may_be_at_risk_the_warning_says_first_where_to_turn(client: TestClient) -> None:
    question = "My neighbour at 14 Alder Road is hitting his baby right now, what should I do?"
    shown = client.post("/ask", data={"question": question}).text
    alert = shown[shown.index('id="live-case"') :]
    assert NOT_SENT in alert
    assert "999" in alert[: alert.index(NOT_SENT)]


def test_with_a_script_it_is_the_same_and_what_was_typed_stays(page: "Page", address: str) -> None:
    page.goto(address)
    page.get_by_label("Your question").fill(LIVE)
    page.get_by_role("button", name="Ask", exact=True).click()
    alert = page.locator("#live-case")
    alert.wait_for()
    assert NOT_SENT in alert.inner_text()
    assert page.get_by_label("Your question").input_value() == LIVE
    assert alert.evaluate("part => part === document.activeElement")
    page.get_by_role("button", name="Send anyway").click()
    page.wait_for_selector("article:not([aria-busy]) #headline")
    page.get_by_label("Ask a follow-up").fill(LIVE)
    page.get_by_role("button", name="Ask", exact=True).click()
    alert.wait_for()
    page.get_by_label("Ask a follow-up").fill(PLAIN)
    page.get_by_role("button", name="Ask", exact=True).click()
    page.wait_for_selector("article:nth-of-type(2):not([aria-busy])")
    assert alert.count() == 0


def test_the_warning_has_no_violation(view: "Page", address: str) -> None:  # noqa: F811
    view.goto(address)
    view.get_by_label("Your question").fill(LIVE)
    view.get_by_role("button", name="Ask", exact=True).click()
    view.wait_for_selector("#live-case")
    assert violations(view) == []
