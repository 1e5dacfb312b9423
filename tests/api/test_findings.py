"""The register over HTTP and as a page: its shape, its filters, and counts that hold what they promise."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from fastapi.testclient import TestClient

from assistant.api.app import make_app
from assistant.api.browsing import PER_PAGE
from assistant.settings import Settings
from ingest.text import stands_on
from tests.libraries import EXAMPLES, built_library

FILES = (
    "brackenshire-2011-child-b.pdf", "dunmarrow-2016-baby-l.pdf", "northmarch-2013-child-g.pdf",
    "tolverton-2012-press.pdf",
)  # fmt: skip
KEYS = {
    "finding_id", "review_id", "title", "kind", "number", "text", "page", "page_end", "paragraph", "addressed_to",
    "agencies", "themes", "places",
}  # fmt: skip


@pytest.fixture(scope="session")
def register_folder(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library folder of three reviews and a press report. Read it only."""
    folder = tmp_path_factory.mktemp("register") / "library"
    built_library("register", [EXAMPLES / name for name in FILES], model, folder)
    return folder


@pytest.fixture(scope="session")
def register(register_folder: Path) -> Iterator[TestClient]:
    with TestClient(make_app(Settings(library=register_folder))) as client:
        yield client


def test_the_shape_is_that_of_the_contract(register: TestClient) -> None:
    body = register.get("/v1/findings").json()
    assert set(body) == {"findings", "total", "counts"}
    assert all(set(f) == KEYS for f in body["findings"])
    assert all(set(p) == {"page", "page_end", "paragraph", "section"} for f in body["findings"] for p in f["places"])
    assert set(body["counts"]) == {"kind", "theme", "addressed_to", "agency", "area", "year", "review_id"}


def test_all_recommendations_of_a_table_and_of_a_list_are_there(register: TestClient) -> None:
    counts = register.get("/v1/findings", params={"kind": "recommendation"}).json()["counts"]["review_id"]
    assert sorted(counts.values()) == [13, 19, 19]


def test_a_record_stands_on_the_page_that_it_names(register: TestClient) -> None:
    body = register.get("/v1/findings", params={"kind": "recommendation", "limit": 40}).json()
    for finding in body["findings"]:
        page = register.get(f"/v1/reviews/{finding['review_id']}/pages/{finding['page']}").json()
        assert stands_on(" ".join(finding["text"].split()[:3]), page["text"])


@pytest.mark.parametrize("facet", ["kind", "theme", "addressed_to", "agency", "area", "review_id"])
def test_what_a_facet_counts_is_what_its_filter_leaves(register: TestClient, facet: str) -> None:
    for narrowed in ({}, {"kind": "recommendation"}, {"theme": "neglect"}):
        counts = register.get("/v1/findings", params=narrowed).json()["counts"][facet]
        for value, count in counts.items() if facet not in narrowed else ():
            assert register.get("/v1/findings", params={**narrowed, facet: value}).json()["total"] == count, value


def test_years_and_words_narrow_too(register: TestClient) -> None:
    years = register.get("/v1/findings", params={"year_from": 2013, "year_to": 2013}).json()["counts"]["year"]
    assert years.keys() == {"2013"}
    found = register.get("/v1/findings", params={"q": "dental decay"}).json()["findings"]
    assert found
    assert all("dental" in f["text"].lower() and "decay" in f["text"].lower() for f in found)


def test_a_kind_of_body_finds_each_areas_and_a_name_finds_one(register: TestClient) -> None:
    def reviews(to: str) -> set[str]:
        body = register.get("/v1/findings", params={"addressed_to": to}).json()
        return {f["title"] for f in body["findings"]}

    assert len(reviews("Children's social care")) >= 2
    assert len(reviews("Northmarch Constabulary")) == 1


def test_limit_and_offset_cut_the_list_and_not_the_counts(register: TestClient) -> None:
    whole = register.get("/v1/findings", params={"limit": 1000}).json()
    part = register.get("/v1/findings", params={"limit": 5, "offset": 10}).json()
    assert part["findings"] == whole["findings"][10:15]
    assert (part["total"], part["counts"]) == (whole["total"], whole["counts"])
    assert whole["total"] == len(whole["findings"])


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("kind=opinion", 422),
        ("colour=blue", 422),
        ("limit=0", 422),
        ("theme=volcanoes", 400),
        ("year_from=2014&year_to=2013", 400),
    ],  # fmt: skip
)
def test_a_filter_that_cannot_be_met_is_a_problem_that_says_so(register: TestClient, query: str, status: int) -> None:
    answer = register.get(f"/v1/findings?{query}")
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"]


def test_the_route_and_its_example_are_in_the_openapi_document(register: TestClient) -> None:
    schemas = register.get("/openapi.json").json()["components"]["schemas"]
    example = schemas["FindingsReply"]["examples"][0]
    assert set(example["findings"][0]) == KEYS


def test_what_is_removed_leaves_the_register(register_folder: Path, tmp_path: Path) -> None:
    shutil.copytree(register_folder, tmp_path / "library")
    with TestClient(make_app(Settings(library=tmp_path / "library", workers=1))) as client:
        first = client.get("/v1/findings").json()["findings"][0]["review_id"]
        assert client.delete(f"/v1/reviews/{first}").status_code == 204
        body = client.get("/v1/findings", params={"limit": 1000}).json()
        assert first not in {f["review_id"] for f in body["findings"]}
        assert first not in body["counts"]["review_id"]


def soup(client: TestClient, address: str) -> BeautifulSoup:
    answer = client.get(address, headers={"accept": "text/html"})
    assert answer.status_code == 200
    return BeautifulSoup(answer.text, "html.parser")


def test_the_page_lists_entries_and_narrows_by_links_and_by_a_form_that_gets(register: TestClient) -> None:
    page = soup(register, "/findings?kind=recommendation")
    form = page.select_one("form.filters")
    assert form is not None
    assert form["method"] == "get"
    assert page.select_one("form.filters input[name=kind]")
    assert len(page.select("article.entry")) == PER_PAGE
    link = page.select_one(".facet a")
    assert link is not None
    narrower = soup(register, str(link["href"]))
    assert 0 < len(narrower.select("article.entry")) <= PER_PAGE
    assert narrower.select_one(".facet a[aria-current=true]")


def test_what_a_form_leaves_empty_is_no_filter(register: TestClient) -> None:
    assert len(soup(register, "/findings?q=&addressed_to=&year_from=&year_to=").select("article.entry")) == PER_PAGE


def test_the_list_is_turned_page_by_page_with_its_filters(register: TestClient) -> None:
    page = soup(register, "/findings?kind=recommendation")
    following = page.select_one("a[rel=next]")
    assert following is not None
    assert "kind=recommendation" in str(following["href"])
    assert len(soup(register, str(following["href"])).select("article.entry")) > 0
    shown = page.select_one("#list")
    assert shown is not None
    assert shown.get_text().endswith(f"1 to {PER_PAGE} shown")


def test_nothing_found_is_said_and_a_way_out_is_given(register: TestClient) -> None:
    page = soup(register, "/findings?q=volcano")
    assert "Nothing in the register" in page.get_text()
    assert page.select_one("main a[href='/findings']")


def test_each_entry_leads_to_its_place_marked_on_its_page(register: TestClient) -> None:
    page = soup(register, "/findings?kind=recommendation")
    links = [str(a["href"]) for a in page.select("article.entry .where a")]
    marked = 0
    for link in links[:20]:
        place = soup(register, link)
        marked += place.select_one("mark") is not None
    assert marked >= 18


def test_a_place_that_is_not_held_is_a_problem(register: TestClient) -> None:
    assert register.get("/findings/none/places/0").status_code == 404
