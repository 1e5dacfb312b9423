"""The page as the server makes it, without a browser."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from fastapi.testclient import TestClient

from assistant.api.rendering import FOLDER, Pages
from assistant.records import Statement
from assistant.shapes import answer_from

QUESTION = "What do reviews say about fathers who were not assessed?"
NOT_HELD = "What did the review of Child Zebedee in Manchester recommend?"
PLACES = (
    "/", "/reviews", "/findings", "/findings/themes", "/conversations", "/about", "/accessibility", "/docs", "/nowhere",
)  # fmt: skip


def soup(text: str) -> BeautifulSoup:
    return BeautifulSoup(text, "html.parser")


def asked(client: TestClient, question: str) -> BeautifulSoup:
    return soup(client.post("/ask", data={"question": question}).text)


def words(tag: Tag | None) -> str:
    assert tag is not None
    return " ".join(tag.get_text(" ").split())


def squeezed(text: str) -> str:
    return re.sub(r"[\s\-]", "", text)


def review_with(client: TestClient, source_kind: str) -> str:
    reviews = client.get("/v1/reviews").json()["reviews"]
    return str(next(r["review_id"] for r in reviews if r["source_kind"] == source_kind))


@pytest.mark.parametrize("place", PLACES)
def test_every_page_says_where_to_turn_if_a_child_is_at_risk_now(client: TestClient, place: str) -> None:
    page = soup(client.get(place).text)
    foot = words(page.find("footer"))
    assert page.select_one("header a[href='#help']") is not None
    assert "999" in foot
    assert "children's social care" in foot
    assert "emergency duty team" in foot
    assert "designated safeguarding lead" in foot
    assert "0808 800 5000" in foot
    assert "0800 1111" in foot
    assert {"tel:999", "tel:08088005000", "tel:08001111"} <= {str(a["href"]) for a in page.select("footer a")}


@pytest.mark.parametrize("place", PLACES)
def test_every_page_has_its_landmarks_and_one_heading_of_the_first_rank(client: TestClient, place: str) -> None:
    page = soup(client.get(place).text)
    html, skip = page.find("html"), page.select_one("a.skip")
    assert html is not None
    assert html["lang"] == "en-GB"
    assert skip is not None
    assert page.select_one(str(skip["href"])) is not None
    assert [len(page.select(name)) for name in ("header.top", "main", "footer.foot", "h1", "title")] == [1] * 5
    assert all(nav.get("aria-label") for nav in page.find_all("nav"))


@pytest.mark.parametrize("place", PLACES)
def test_every_field_has_a_label_and_every_picture_a_text(client: TestClient, place: str) -> None:
    page = soup(client.get(place).text)
    for field in page.select("textarea, select, input:not([type=hidden])"):
        assert page.select_one(f"label[for={field['id']}]") is not None
    assert all(image.has_attr("alt") for image in page.find_all("img"))


@pytest.mark.parametrize("place", PLACES)
def test_nothing_is_loaded_from_elsewhere_and_nothing_runs_inline(client: TestClient, place: str) -> None:
    page = soup(client.get(place).text)
    loaded = [
        str(tag.get("src") or tag.get("href") or tag.get("srcset"))
        for tag in page.select("script, link, img, iframe, source, object, embed")
    ]
    assert loaded
    assert all(address.startswith(("/assets/", "/findings/themes.svg")) for address in loaded)
    assert all(client.get(address).status_code == 200 for address in loaded)
    assert not page.select("[style], style")
    assert not [name for tag in page.find_all(True) for name in tag.attrs if name.startswith("on")]


def test_templates_are_not_served_as_files(client: TestClient) -> None:
    assert client.get("/assets/base.html").status_code == 404
    assert client.get("/assets/..%2fapi%2fapp.py").status_code == 404


def test_the_first_page_asks_by_post_and_offers_three_examples(client: TestClient) -> None:
    page = soup(client.get("/").text)
    forms = page.find_all("form")
    assert len(forms) == 4
    assert {(form["method"], form["action"]) for form in forms} == {("post", "/ask")}


def test_the_first_page_and_all_it_loads_are_small(client: TestClient) -> None:
    first = client.get("/")
    loaded = [str(tag.get("src") or tag.get("href")) for tag in soup(first.text).select("script, link, img")]
    assert len(first.content) + sum(len(client.get(address).content) for address in set(loaded)) < 60_000


def test_the_policy_lets_no_script_style_or_resource_in_but_the_pages_own(client: TestClient) -> None:
    policy = client.get("/").headers["content-security-policy"]
    rules = dict(rule.strip().partition(" ")[::2] for rule in policy.split(";"))
    assert rules.pop("default-src") == rules.pop("frame-ancestors") == rules.pop("base-uri") == "'none'"
    assert set(rules.values()) == {"'self'"}
    assert client.get("/").headers["referrer-policy"] in ("same-origin", "no-referrer")


def test_every_example_question_is_answered_or_plainly_not(client: TestClient) -> None:
    for example in soup(client.get("/").text).select("input[name=question]"):
        assert asked(client, str(example["value"])).select_one("#headline") is not None


def test_an_answer_shows_each_quote_with_its_place_and_kind(client: TestClient) -> None:
    body = client.post("/v1/ask", json={"question": QUESTION}).json()
    page = asked(client, QUESTION)
    assert words(page.select_one("#headline")) == body["headline"]
    quotes = page.select("figure.quote")
    assert [words(figure.select_one("blockquote")) for figure in quotes] == [c["quote"] for c in body["citations"]]
    for figure, citation in zip(quotes, body["citations"], strict=True):
        caption = words(figure.select_one("figcaption"))
        assert f"age {citation['page']}" in caption
        assert citation["paragraph"] is None or f"paragraph {citation['paragraph']}" in caption
        link = figure.select_one("a.open")
        assert link is not None
        assert link["href"] == citation["url"]
        assert citation["title"] in caption
        assert str(citation["year"]) in caption
        assert citation["id"] in caption
    assert f"Searched {body['searched']['documents']} documents" in words(page.select_one(".searched"))


def test_a_statement_that_was_written_stands_before_its_quotes_and_leads_to_them(client: TestClient) -> None:
    answer = answer_from(client.post("/v1/ask", json={"question": QUESTION}).json())
    first = answer.citations[0]
    second = replace(first, id="c2")
    written = Statement(text="Fathers were <not> asked.", support="verified", citations=(second.id, first.id))
    made = replace(answer, statements=(written,), citations=(first, second), model="made:one")
    page = soup(Pages().render("exchange.html", question=QUESTION, answer=made, first=True))
    said = page.select_one(".quotes > .said")
    assert said is not None
    assert words(said).startswith("Fathers were <not> asked.")
    for link in said.select("a"):
        assert page.select_one(f"figure[id='{str(link['href'])[1:]}']") is not None
    assert len(page.select("figure.quote")) == 2
    assert "Written with made:one" in words(page.select_one(".searched"))
    streamed = Pages().render("statement.html", statement=written, citations=[second, first])
    assert len(soup(streamed).select(".said, figure.quote")) == 3


def test_each_link_of_an_answer_opens_its_page_with_the_quote_marked(client: TestClient) -> None:
    for citation in client.post("/v1/ask", json={"question": QUESTION}).json()["citations"]:
        page = soup(client.get(citation["url"]).text)
        marks = page.select("mark")
        assert len(page.select("#quote")) == 1
        assert words(page.select_one(".sought")) == citation["quote"]
        assert squeezed(marks[0].get_text()) in squeezed(citation["quote"])


def test_the_text_of_a_page_is_shown_whole_whether_marked_or_not(client: TestClient) -> None:
    citation = client.post("/v1/ask", json={"question": QUESTION}).json()["citations"][0]
    stored = client.get(f"/v1/reviews/{citation['review_id']}/pages/{citation['page']}").json()["text"]
    for address in (citation["url"], citation["url"].partition("?")[0]):
        sheet = soup(client.get(address).text).select_one(".sheet")
        assert sheet is not None
        assert sheet.get_text().split() == stored.split()


def test_press_and_commentary_are_marked_as_not_the_review_itself(client: TestClient) -> None:
    library = soup(client.get("/reviews").text)
    for item in library.select(".shelf li"):
        labels = words(item.select_one(".labels"))
        assert ("Not the review itself" in labels) == (labels.startswith(("Press report", "Commentary")))
    assert len(library.select(".caution")) == 2


def test_an_abstention_says_so_and_labels_what_came_nearest(client: TestClient) -> None:
    page = asked(client, NOT_HELD)
    result = page.select_one(".result.abstained")
    assert "Zebedee" in words(result)
    assert [quote for quote in page.select("figure.quote") if not quote.find_parent(class_="nearest")] == []
    assert page.select(".nearest figure.quote")
    assert "Not an answer" in words(page.select_one(".nearest h2"))


@pytest.mark.parametrize(
    ("question", "said"), [("", "type a question"), ("   ", "type a question"), ("x" * 2001, "longer than 2000")]
)
def test_a_question_that_cannot_be_asked_comes_back_with_the_reason(
    client: TestClient, question: str, said: str
) -> None:
    answer = client.post("/ask", data={"question": question})
    assert answer.status_code == 422
    page = soup(answer.text)
    assert said in words(page.select_one("#problem"))
    box = page.select_one("textarea#question")
    assert box is not None
    assert (box["aria-describedby"], box.get_text()) == ("problem", question.strip())


def test_what_is_typed_is_shown_as_text(client: TestClient) -> None:
    question = 'Was <script>alert(1)</script> "seen" & heard?'
    page = asked(client, question)
    assert question in words(page.find("h1"))
    assert question in words(page.find("title"))
    assert [script for script in page.find_all("script") if not script.get("src")] == []


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("passage_id=ffff&sentence=0", "no longer held"),
        ("passage_id={passage}&sentence=999", "no longer held"),
        ("passage_id={passage}&sentence=0&sentences=50", "no longer held"),
    ],
)
def test_a_link_to_a_place_that_is_not_there_says_so_and_marks_nothing(
    client: TestClient, query: str, said: str
) -> None:
    citation = client.post("/v1/ask", json={"question": QUESTION}).json()["citations"][0]
    address = citation["url"].partition("?")[0]
    page = soup(client.get(f"{address}?{query.format(passage=citation['passage_id'])}").text)
    assert page.select("mark") == []
    assert said in words(page.select_one(".notice"))


def test_a_quote_that_is_on_another_page_is_not_marked_and_the_reader_is_told(client: TestClient) -> None:
    citation = client.post("/v1/ask", json={"question": QUESTION}).json()["citations"][0]
    page = soup(
        client.get(f"/reviews/{citation['review_id']}/pages/1?passage_id={citation['passage_id']}&sentence=0").text
    )
    assert page.select("mark") == []
    assert "could not be located exactly" in words(page.select_one(".notice"))


def test_a_document_shows_its_card_and_leads_to_each_page(client: TestClient) -> None:
    review_id = review_with(client, "review")
    held = client.get(f"/v1/reviews/{review_id}").json()
    page = soup(client.get(f"/reviews/{review_id}").text)
    assert words(page.find("h1")) == held["title"]
    assert len(page.select(".pages a")) == held["pages"]
    assert held["file"] in words(page.select_one("main"))


def test_pages_lead_to_the_one_before_and_the_one_after(client: TestClient) -> None:
    review_id = review_with(client, "review")
    last = client.get(f"/v1/reviews/{review_id}").json()["pages"]
    for number, around in ((1, {2}), (2, {1, 3}), (last, {last - 1})):
        page = soup(client.get(f"/reviews/{review_id}/pages/{number}").text)
        links = {str(link["href"]).rpartition("/")[2] for link in page.select(".turn a")}
        assert links == {str(n) for n in around}


def test_a_document_without_pages_is_one_text(client: TestClient) -> None:
    page = soup(client.get(f"/reviews/{review_with(client, 'commentary')}/pages/1").text)
    assert words(page.find("h1")) == "Whole text"
    assert page.select(".turn") == []


def _luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    full = "".join(c * 2 for c in digits) if len(digits) == 3 else digits
    parts = [int(full[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(a: str, b: str) -> float:
    """The contrast ratio of two colours, 1 to 21 (WCAG 2.2)."""
    high, low = sorted((_luminance(a), _luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_has_a_contrast_of_4_5_and_controls_of_3_in_both_schemes(scheme: str) -> None:
    sheet = Path(FOLDER / "style.css").read_text(encoding="utf-8")
    blocks = [
        dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6})", block))
        for block in re.findall(r":root \{(.*?)\}", sheet, re.S)
    ]
    colours = blocks[0] if scheme == "light" else blocks[0] | blocks[1]
    text = [(ink, ground) for ink in ("ink", "soft", "link") for ground in ("paper", "sheet", "brand-wash")]
    text += [
        ("warn", "warn-wash"),
        ("mark-ink", "mark"),
        ("brand-ink", "brand"),
        ("bad", "paper"),
        ("bad", "brand-wash"),
    ]
    for ink, ground in text:
        assert contrast(colours[ink], colours[ground]) >= 4.5, (ink, ground)
    for ground in ("paper", "sheet"):
        assert contrast(colours["control"], colours[ground]) >= 3, ground
