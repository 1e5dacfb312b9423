"""Exports: real footnotes in Word, notes in PowerPoint, the same care and the same references in every format."""

import io
import json
import re
from xml.etree import ElementTree

import docx
import pptx
import pytest

from assistant.desk.checks import citation_words, marked
from assistant.desk.exports import FORMATS, Format, export, exported
from assistant.desk.paper_json import paper_from, paper_json
from assistant.desk.papers import Column, OwnWords, Paper, Section, quote_hash, shown
from assistant.desk.reading_back import read_back
from assistant.desk.sources import copyright_line, licence_line, reference
from assistant.desk.standing import ANONYMITY, OWN, WARNING
from ingest.catalogue import StoredPage

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def text_of(paper: Paper, format: Format, tmp_path_factory: pytest.TempPathFactory) -> str:
    """All that an export says, white space folded."""
    path = tmp_path_factory.mktemp("export") / f"made.{format}"
    path.write_bytes(export(paper, format))
    if format == "json":
        return shown(json.dumps(json.loads(path.read_text("utf-8")), ensure_ascii=False).replace('\\"', '"'))
    return " ".join(read_back(path).paragraphs)


def footnotes(data: bytes) -> list[str]:
    """The text of each footnote of a Word file that a reference in the text leads to."""
    package = docx.Document(io.BytesIO(data)).part.package
    part = next(p for p in package.iter_parts() if str(p.partname) == "/word/footnotes.xml")
    by_id = {
        note.get(f"{W}id"): "".join(t.text or "" for t in note.iter(f"{W}t"))
        for note in ElementTree.fromstring(part.blob).iter(f"{W}footnote")
    }
    body = docx.Document(io.BytesIO(data)).element.body
    return [by_id[mark.get(f"{W}id")] for mark in body.iter(f"{W}footnoteReference")]


@pytest.fixture(scope="module", params=["answer", "brief"])
def paper(request: pytest.FixtureRequest) -> Paper:
    """An answer, then a briefing."""
    found: Paper = request.getfixturevalue(request.param)
    return found


def test_word_has_a_real_footnote_for_every_quote_with_review_page_and_paragraph(paper: Paper) -> None:
    notes = footnotes(export(paper, "docx"))
    quotes = paper.quotes()
    assert len(notes) == len(quotes) > 3
    for note, quote in zip(notes, quotes, strict=True):
        citation = quote.citation
        assert citation_words(citation) in shown(note)
        assert shown(citation.title) in note
        assert citation.page is None or f"PDF page {citation.page}" in note
        assert citation.paragraph is None or f"paragraph {citation.paragraph}" in note


def test_word_sets_quotes_apart_from_all_other_words(paper: Paper) -> None:
    document = docx.Document(io.BytesIO(export(paper, "docx")))
    quoted = [p.text for p in document.paragraphs if p.style and p.style.name == "Quotation"]
    assert quoted == [f"“{quote.text}”" for quote in paper.quotes()]


def test_powerpoint_has_every_citation_in_the_notes_and_a_slide_of_sources(paper: Paper) -> None:
    slides = pptx.Presentation(io.BytesIO(export(paper, "pptx"))).slides
    notes = [shown(s.notes_slide.notes_text_frame.text) for s in slides if s.has_notes_slide]
    shown_text = [shown(" ".join(x.text_frame.text for x in s.shapes if x.has_text_frame)) for s in slides]
    everywhere = " ".join([*notes, *shown_text])
    for quote in paper.quotes():
        assert any(citation_words(quote.citation) in note for note in notes)
        assert f"“{quote.text}”" in everywhere
    titles = [s.shapes.title.text for s in slides if s.shapes.title]
    assert any(title.startswith("Sources") for title in titles)
    for source in paper.sources:
        assert any(shown(reference(source)) in note for note in notes)


def test_a_slide_that_shows_a_quote_has_its_citation_in_its_own_notes(brief: Paper) -> None:
    for slide in pptx.Presentation(io.BytesIO(export(brief, "pptx"))).slides:
        said = [p.text for x in slide.shapes if x.has_text_frame for p in x.text_frame.paragraphs]
        quoted = [text for text in said if text.startswith("“")]
        if quoted:
            frame = slide.notes_slide.notes_text_frame
            assert frame is not None
            digests = {check.digest for line in frame.text.splitlines() for _, check in marked(line)}
            assert {quote_hash(text[1:-1])[:20] for text in quoted} <= digests


@pytest.mark.parametrize("format", FORMATS)
def test_every_export_carries_what_a_reader_must_know(
    brief: Paper, format: Format, tmp_path_factory: pytest.TempPathFactory
) -> None:
    text = text_of(brief, format, tmp_path_factory)
    wanted = [
        WARNING,
        ANONYMITY,
        brief.library_version,
        brief.made,
        "If a child is at risk now" if format != "json" else "",
    ]
    missing = [words for words in map(shown, wanted) if words not in text]
    assert missing == []
    for source in brief.sources:
        assert source.title in text
    assert "licence not stated" in text.lower() or format == "json"
    for quote in brief.quotes():
        assert quote.text in text.replace('\\"', '"') and quote.sha256 in text


def test_html_stands_alone_and_runs_nothing(answer: Paper) -> None:
    page = export(answer, "html").decode()
    assert re.findall(r"<(script|link|img|iframe|object|form|base)\b", page) == []
    assert all(href.startswith("#") for href in re.findall(r'href="([^"]*)"', page))
    assert not re.search(r"url\(|@import|src=", page)
    assert '<html lang="en-GB">' in page and "default-src 'none'" in page


def test_json_becomes_the_same_paper_again(brief: Paper) -> None:
    assert paper_from(json.loads(export(brief, "json"))) == brief
    assert paper_json(brief)["format"] == 1


def test_columns_stand_side_by_side_in_word_and_under_each_other_in_markdown(answer: Paper) -> None:
    columns = tuple(Column(title=f"Review {i}", blocks=(quote,)) for i, quote in enumerate(answer.quotes()[:2]))
    paper = Paper(
        kind="comparison", title="Two reviews", subtitle="", sections=(Section(title="Findings", columns=columns),),
        sources=answer.sources, library_version="v", made="2026-11-23",
    )  # fmt: skip
    table = docx.Document(io.BytesIO(export(paper, "docx"))).tables[0]
    assert [cell.text for cell in table.rows[0].cells] == ["Review 0", "Review 1"]
    assert [c.text.startswith(f"“{q.text}”") for c, q in zip(table.rows[1].cells, answer.quotes(), strict=False)]
    assert "### Review 1" in export(paper, "md").decode()


def test_own_words_are_marked_as_such_in_word(answer: Paper) -> None:
    section = Section(title="Mine", blocks=(OwnWords(text="Think of the night shift."),))
    paper = Paper(
        kind="collection", title="t", subtitle="s", sections=(section,), sources=(), library_version="v", made="d"
    )
    document = docx.Document(io.BytesIO(export(paper, "docx")))
    mine = [p for p in document.paragraphs if p.style and p.style.name == "Own Words"]
    assert [p.text for p in mine] == [f"{OWN} Think of the night shift."]


def test_the_name_of_a_file_is_plain(answer: Paper) -> None:
    assert exported(answer, "docx").name == "answer-what-do-reviews-say-about-fathers-who-were-not-assess.docx"
    odd = Paper(kind="answer", title='../é"\r\nx', subtitle="", sections=(), sources=(), library_version="", made="")
    assert exported(odd, "md").name == "answer-x.md"


OGL = "This publication is licensed under the terms of the Open Government Licence v3.0 except where otherwise stated."


@pytest.mark.parametrize(
    ("text", "licence", "copyright"),
    [
        (f"© Crown copyright 2025\n{OGL.replace('where ', 'where' + chr(10))}", OGL, "© Crown copyright 2025"),
        ("© Dunmarrow Board 2016. All rights reserved.", "All rights reserved.", "© Dunmarrow Board 2016."),
        ("The driver had no licence. He kept a copyright library.", None, None),
    ],
)
def test_a_licence_is_the_documents_own_line_or_not_stated(
    text: str, licence: str | None, copyright: str | None
) -> None:
    pages = [StoredPage(number=1, label=None, text=text)]
    assert licence_line(pages) == licence
    assert copyright_line(pages) == copyright


def test_a_library_cannot_be_seen_to_have_a_licence_far_inside() -> None:
    pages = [StoredPage(number=i, label=None, text="") for i in range(1, 10)]
    pages.insert(6, StoredPage(number=7, label=None, text="It is under a Creative Commons licence."))
    assert licence_line(pages) is None
