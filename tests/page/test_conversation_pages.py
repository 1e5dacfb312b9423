"""Conversations by plain forms: asked on, reopened, renamed, erased; and what a reader thinks of an answer."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from fastapi.testclient import TestClient

from assistant.store.database import FILE, Database
from assistant.store.feedback import FeedbackKept

QUESTION = "What do reviews say about fathers who were not assessed?"


@pytest.fixture
def reader(client: TestClient) -> Iterator[TestClient]:
    """A browser without cookies."""
    client.cookies.clear()
    yield client
    client.cookies.clear()


def soup(text: str) -> BeautifulSoup:
    return BeautifulSoup(text, "html.parser")


def listed(client: TestClient) -> list[str]:
    return [link.get_text() for link in soup(client.get("/conversations").text).select(".told a")]


def test_a_question_leads_to_its_conversation_whose_address_does_not_say_it(reader: TestClient) -> None:
    answer = reader.post("/ask", data={"question": QUESTION}, follow_redirects=False)
    assert answer.status_code == 303
    place = answer.headers["location"]
    assert place.startswith("/conversations/")
    assert "father" not in place
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert len(soup(reader.get(place).text).select("article.exchange")) == 1
    assert listed(reader) == [QUESTION]


def test_a_follow_up_is_read_with_the_question_before_and_stands_below_it(reader: TestClient) -> None:
    first = reader.post("/ask", data={"question": QUESTION})
    form = soup(first.text).select_one("form.ask")
    assert form is not None
    second = reader.post(str(form["action"]), data={"question": "And what about the mother?"})
    asked = [" ".join(h.get_text(" ").split()) for h in soup(second.text).select(".question")]
    assert asked == [f"You asked {QUESTION}", "You asked And what about the mother?"]
    assert len(soup(second.text).select("h1")) == 1
    ids = [str(tag["id"]) for tag in soup(second.text).select("[id]")]
    assert len(ids) == len(set(ids))
    assert len(listed(reader)) == 1


def test_an_empty_follow_up_comes_back_with_the_reason_and_the_conversation(reader: TestClient) -> None:
    form = soup(reader.post("/ask", data={"question": QUESTION}).text).select_one("form.ask")
    assert form is not None
    again = reader.post(str(form["action"]), data={"question": "  "})
    assert again.status_code == 422
    assert "type a question" in again.text
    assert QUESTION in again.text


def test_a_conversation_is_renamed_and_erased(reader: TestClient) -> None:
    place = reader.post("/ask", data={"question": QUESTION}, follow_redirects=False).headers["location"].split("#")[0]
    reader.post(f"{place}/title", data={"title": "For supervision"})
    assert listed(reader) == ["For supervision"]
    assert reader.post(f"{place}/title", data={"title": ""}).status_code == 422
    reader.post(f"{place}/erase")
    assert listed(reader) == []
    gone = reader.get(place)
    assert gone.status_code == 404
    assert QUESTION not in gone.text


def test_all_conversations_of_a_browser_are_erased_and_no_other_s(reader: TestClient) -> None:
    reader.post("/ask", data={"question": QUESTION})
    one = dict(reader.cookies)
    reader.cookies.clear()
    reader.post("/ask", data={"question": "Where was professional challenge a strength?"})
    assert dict(reader.cookies) != one
    assert reader.post("/conversations/erase").status_code == 200
    assert listed(reader) == []
    reader.cookies.clear()
    reader.cookies.update(one)
    assert listed(reader) == [QUESTION]


def test_what_a_reader_thinks_is_kept_with_the_answer(reader: TestClient, page_folder: Path) -> None:
    page = soup(reader.post("/ask", data={"question": QUESTION}).text)
    form = page.select_one(".feedback form")
    assert form is not None
    thanked = reader.post(str(form["action"]), data={"verdict": "missing", "comment": "the second father"})
    assert "Thank you" in thanked.text
    back = soup(thanked.text).select_one("main a")
    assert back is not None
    assert reader.get(str(back["href"])).status_code == 200
    database = Database(f"sqlite:///{page_folder / FILE}")
    said = [kept.feedback for kept in FeedbackKept(database).all()]
    database.close()
    assert ("missing", "the second father") in {(f.verdict, f.comment) for f in said}
    assert reader.post(str(form["action"]), data={"verdict": "nonsense"}).status_code == 422


def test_a_narrowed_search_says_so_and_stays_narrowed(reader: TestClient) -> None:
    asked = {"question": "What was said about the review?", "source_kinds": "press", "year_from": "2000", "areas": ""}
    page = soup(reader.post("/ask", data=asked).text)
    searched = page.select_one(".searched")
    assert searched is not None
    assert "press report; 2000 or later" in searched.get_text()
    assert page.select_one("input[name=source_kinds][value=press][checked]") is not None
    kinds = {str(f["class"][1]) for f in page.select(".quotes figure.quote")}
    assert kinds <= {"press"}


def test_years_the_wrong_way_round_are_told_on_a_page(reader: TestClient) -> None:
    answer = reader.post("/ask", data={"question": QUESTION, "year_from": "2020", "year_to": "2010"})
    assert answer.status_code == 400
    assert "swap them" in answer.text


def test_signposts_come_first_when_a_child_may_be_at_risk_now(reader: TestClient) -> None:
    asked = {"question": "A baby I visit has a new bruise today, what do reviews say about bruises in babies?"}
    page = soup(reader.post("/ask", data=asked).text)
    result = page.select_one(".result.signposted")
    assert result is not None
    assert result.select_one("a[href='tel:999']") is not None
    events = reader.post("/ask", data=asked, headers={"accept": "text/event-stream"}).text
    assert "tel:999" in events.split("\n\n")[0], "before anything is searched"


def test_the_stream_brings_the_quotes_in_order_and_ends_with_the_whole_answer(reader: TestClient) -> None:
    events = reader.post("/ask", data={"question": QUESTION}, headers={"accept": "text/event-stream"}).text
    names = [block.split("\n")[0].removeprefix("event: ") for block in events.strip().split("\n\n")]
    assert names[0] == "status"
    assert names[-1] == "done"
    assert set(names[1:-1]) == {"statement"}
    assert listed(reader) == [QUESTION]
