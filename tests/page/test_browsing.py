"""Browsing: counts are those of the results, the chart and its table agree, a review leads to its findings."""

import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup, Tag
from fastapi.testclient import TestClient

from assistant.api.rendering import dialled
from assistant.card import at_a_glance
from assistant.plots import DARK, LIGHT, Palette, draw_theme_years
from assistant.register import Entry, RegisterFilters, read_register
from assistant.theme_years import ThemeRow, ThemeYears, themes_by_year
from ingest.library import Library


def soup(text: str) -> BeautifulSoup:
    return BeautifulSoup(text, "html.parser")


def shown(page: BeautifulSoup) -> int:
    heading = page.select_one("#list")
    assert heading is not None
    return int(heading.get_text().split()[0])


def link_and_count(item: Tag) -> tuple[str, int]:
    link, count = item.find("a"), item.select_one(".count")
    assert isinstance(link, Tag) and count is not None
    return str(link["href"]), int(count.get_text())


def test_each_choice_of_every_facet_leaves_as_many_entries_as_it_says(client: TestClient) -> None:
    page = soup(client.get("/findings").text)
    titles = [summary.get_text() for summary in page.select(".narrowing summary")]
    assert titles == ["Themes", "Addressed to", "Agencies named", "Area", "Year"]
    for group in page.select(".narrowing details"):
        for item in group.select("li")[:4]:
            address, count = link_and_count(item)
            assert shown(soup(client.get(address).text)) == count, address


def test_a_year_is_taken_and_lifted(client: TestClient) -> None:
    page = soup(client.get("/findings").text)
    year = page.select(".narrowing details")[-1].select("a")[0]
    address = str(year["href"])
    given = parse_qs(urlsplit(address).query)
    assert given["year_from"] == given["year_to"] == [year.get_text()]
    taken = soup(client.get(address).text).select_one(".narrowing [aria-current]")
    assert taken is not None
    assert taken["href"] == "/findings"


def test_the_table_of_themes_counts_what_its_links_lead_to(client: TestClient) -> None:
    page = soup(client.get("/findings/themes").text)
    cells = page.select(".numbers td a")
    assert cells
    for cell in cells[:5]:
        assert shown(soup(client.get(str(cell["href"])).text)) == int(cell.get_text().split()[0])


def test_themes_by_year_are_the_registers_own_counts(entries: tuple[Entry, ...]) -> None:
    table = themes_by_year(entries)
    assert list(table.years) == sorted(set(table.years))
    assert [row.total for row in table.rows] == sorted((row.total for row in table.rows), reverse=True)
    for row in table.rows[:3]:
        for year, count in zip(table.years, row.counts, strict=True):
            found = [e for e in entries if row.theme in e.finding.themes]
            assert count == sum(e.document.facts.year == year for e in found)


@pytest.fixture(scope="session")
def entries(page_folder: Path) -> tuple[Entry, ...]:
    library = Library(page_folder)
    try:
        return read_register(library, RegisterFilters()).entries
    finally:
        library.close()


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_the_chart_is_an_svg_that_loads_and_runs_nothing(palette: Palette) -> None:
    rows = (ThemeRow(theme="a", name="<script>alert(1)</script>", counts=(3, 0)),)
    table = ThemeYears(years=(2011, 2020), rows=rows, entries=3, undated=0, themes=1)
    drawn = draw_theme_years(table, palette).decode()
    assert "<svg" in drawn
    assert "<script" not in drawn
    assert re.findall(r'(?:href|src)="(?!#)[^"]*"', drawn) == []


def test_a_register_without_entries_draws_an_empty_chart(client: TestClient) -> None:
    assert client.get("/findings/themes.svg?q=zebedee").status_code == 200
    assert "Nothing in the register fits" in client.get("/findings/themes?q=zebedee").text


def test_the_library_counts_kinds_of_source_and_shows_those_asked_for(client: TestClient) -> None:
    page = soup(client.get("/reviews").text)
    assert len(page.select(".shelf li")) == 3
    for link in page.select(".kinds a")[1:]:
        count = link.select_one(".count")
        assert count is not None
        assert len(soup(client.get(str(link["href"])).text).select(".shelf li")) == int(count.get_text())
    assert len(page.select(".glance")) == 3


def test_a_review_shows_its_findings_each_with_the_way_to_its_place(client: TestClient) -> None:
    review = next(r for r in client.get("/v1/reviews").json()["reviews"] if r["source_kind"] == "review")
    page = soup(client.get(f"/reviews/{review['review_id']}").text)
    held = client.get("/v1/findings", params={"review_id": review["review_id"], "limit": 1000}).json()
    assert len(page.select(".told li")) == held["total"]
    way = page.select_one(".told li a")
    assert way is not None
    assert client.get(str(way["href"])).status_code == 200
    only = page.select_one(f"a[href='/?review_ids={review['review_id']}']")
    assert only is not None
    assert soup(client.get(str(only["href"])).text).select_one("input[name=review_ids][checked]") is not None


def test_a_glance_names_what_wants_a_persons_eye(page_folder: Path) -> None:
    library = Library(page_folder)
    glances = [at_a_glance(held) for held in library.catalogue.documents()]
    library.close()
    assert all(g.text.startswith("Read whole" if g.well else "Look at it") for g in glances)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("ring 999.", ["999"]),
        ("the NSPCC helpline, 0808 800 5000.", ["08088005000"]),
        ("Childline free, 0800 1111", ["08001111"]),
        ("Northmarch: 01632 960 123 by day", ["01632960123"]),
        ("in 2019, 45 of 1999 children", []),
    ],
)
def test_telephone_numbers_can_be_dialled_and_other_numbers_not(text: str, numbers: list[str]) -> None:
    pieces = dialled(text)
    assert "".join(piece for piece, _ in pieces) == text
    assert [number for _, number in pieces if number] == numbers
