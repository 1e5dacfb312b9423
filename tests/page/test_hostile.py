"""What stands in a document is text on every page: markup, script, templates and control characters do nothing."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup
from fastapi.testclient import TestClient

from assistant.api.app import make_app
from assistant.settings import Settings
from tests.libraries import built_library
from tests.page.conftest import Served
from tests.page.hostile import HOSTILE

if TYPE_CHECKING:
    from playwright.sync_api import Page

QUESTION = "What did the review find about the appointments that were missed?"
OURS = {"/assets/script.js"}


@pytest.fixture(scope="module")
def hostile_folder(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of plain texts, one for each kind, with the hostile words as title, heading, sentence and file name."""
    folder = tmp_path_factory.mktemp("hostile")
    for number, (kind, words) in enumerate(HOSTILE.items()):
        name = re.sub(r"[/\x00]", "_", words)[:60] if len(words) < 100 else kind
        body = (
            f"{words}\n\nSerious Case Review, {2010 + number % 10}\n\n1 Findings\n\n"
            f"1.1 The review found that appointments for the baby were missed. {words} was written in the record.\n\n"
            f"Recommendation 1: That {words} should be read by every agency.\n"
        )
        (folder / f"{number} {name}.txt").write_text(body, encoding="utf-8")
    built_library("hostile", sorted(folder.iterdir()), model, folder / "library")
    return folder / "library"


@pytest.fixture(scope="module")
def reader(hostile_folder: Path) -> Iterator[TestClient]:
    with TestClient(make_app(Settings(library=hostile_folder)), headers={"accept": "text/html"}) as client:
        yield client


def foreign(text: str) -> list[str]:
    """What in a page is not ours: scripts, frames, styles, handlers, and addresses of elsewhere."""
    page = BeautifulSoup(text, "html.parser")
    found = [
        str(tag) for tag in page.select("iframe, object, embed, style, base, meta[http-equiv], video, audio, math")
    ]
    found += [str(s) for s in page.find_all("script") if s.get("src") not in OURS or s.get_text()]
    for tag in page.find_all(True):
        found += [f"{tag.name} {name}" for name in tag.attrs if name.startswith("on") or name in ("style", "srcdoc")]
        addresses = [str(tag.get(name, "")) for name in ("href", "src", "action", "srcset")]
        found += [a for a in addresses if a and not a.startswith(("/", "#", "tel:", "?"))]
    return found


def test_there_are_at_least_thirty_kinds(reader: TestClient) -> None:
    assert len(HOSTILE) >= 30
    assert len(reader.get("/v1/reviews").json()["reviews"]) == len(HOSTILE)


def test_no_page_of_any_hostile_document_holds_anything_but_text(reader: TestClient) -> None:
    reviews = [r["review_id"] for r in reader.get("/v1/reviews").json()["reviews"]]
    places = ["/", "/reviews", "/findings", "/findings/themes", "/conversations"]
    places += [f"/reviews/{review}{rest}" for review in reviews for rest in ("", "/pages/1")]
    for place in places:
        answer = reader.get(place)
        assert answer.status_code == 200, place
        assert foreign(answer.text) == [], place
    picture = reader.get("/findings/themes.svg").text
    assert "<script" not in picture


def test_an_answer_from_hostile_documents_is_text_whole_and_streamed(reader: TestClient) -> None:
    whole = reader.post("/ask", data={"question": QUESTION})
    assert "<figure" in whole.text
    assert foreign(whole.text) == []
    headers = {"accept": "text/event-stream"}
    for question in (QUESTION, *list(HOSTILE.values())[:3]):
        events = reader.post("/ask", data={"question": question}, headers=headers).text
        pieces = [line for line in events.split("\n") if line]
        assert {line.partition(":")[0] for line in pieces} == {"event", "data"}
        assert "<script" not in events


def test_in_a_browser_nothing_happens(page: "Page", served: Served, hostile_folder: Path) -> None:
    happened: list[str] = []
    page.on("dialog", lambda dialog: happened.append(dialog.message))
    with served(hostile_folder) as address:
        page.on("request", lambda r: None if r.url.startswith(f"{address}/") else happened.append(r.url))
        page.goto(f"{address}/reviews")
        cards = page.locator(".shelf a").evaluate_all("links => links.map(link => link.href)")
        assert len(cards) == len(HOSTILE)
        for place in (f"{address}/findings", *(f"{card}/pages/1" for card in cards)):
            page.goto(place)
            assert page.evaluate("window.owned") is None, place
        page.goto(address)
        page.get_by_label("Your question").fill(QUESTION)
        page.get_by_role("button", name="Ask", exact=True).click()
        page.wait_for_selector("article:not([aria-busy]) figure.quote")
        assert page.evaluate("window.owned") is None
        page.goto("about:blank")
    assert happened == []
