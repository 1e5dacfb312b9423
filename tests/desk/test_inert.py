"""Whatever a document, a person or a model says: in an export it is words, and does nothing."""

import csv
import io
import re
import zipfile
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from markdown_it import MarkdownIt

from assistant.answering import Assistant
from assistant.desk.checks import check_of, name_hash
from assistant.desk.exports import FORMATS, Format, export
from assistant.desk.pandoc import to_html
from assistant.desk.papers import Paper, quote_hash, shown
from assistant.desk.reading_back import ReadBack, read_back
from assistant.desk.register_csv import COLUMNS, cell, register_csv
from assistant.register import RegisterFilters, read_register
from tests.desk.making import hostile_paper

HOSTILE = {
    "script": "<script>alert(1)</script>",
    "image with a handler": "<img src=x onerror=alert(1)>",
    "svg": "<svg/onload=alert(1)>",
    "frame": '<iframe src="javascript:alert(1)"></iframe>',
    "end of an attribute": '"><script>alert(1)</script>',
    "end of a quote": "</p></blockquote></main><h1>Not a quote</h1>",
    "style": "<style>*{display:none}</style>",
    "base": '<base href="https://evil.example/">',
    "comment": "<!-- x --> <!--",
    "cdata": "<![CDATA[x]]> ]]>",
    "entities": "&lt;script&gt; &#x3C;b&#x3E; &amp;amp;",
    "entity definition": '<!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]> &y;',
    "word field": '<w:fldSimple w:instr="DDEAUTO cmd"/> { DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe "/k calc" }',
    "open xml": "<w:p><w:r><w:t>x</w:t></w:r></w:p>",
    "link": "[here](javascript:alert(1)) [there](https://evil.example)",
    "image": "![x](https://evil.example/x.png) ![x](file:///etc/passwd)",
    "address in angles": "<https://evil.example> <mailto:a@b.example>",
    "bare address": "https://evil.example/x www.evil.example a@evil.example",
    "link by reference": "[x][y] [y]: https://evil.example",
    "footnote": "[^1] and ^[an inline note] [^1]: a note of its own",
    "citation": "@smith2020 [@smith2020, p. 3; -@jones]",
    "latex": "\\input{/etc/passwd} \\immediate\\write18{ls} $\\sum_i x$ $$y$$",
    "raw attribute": "`<b>x</b>`{=html} `x`{=openxml}",
    "raw fence": "```{=html} <script>alert(1)</script> ```",
    "div": "::: {.notes} ::: x :::",
    "span": "[x]{.underline custom-style=Quotation}",
    "heading": "# A heading ## Another",
    "block quote": "> not a quote",
    "list": "- x * y 1. z (@) w",
    "table": "| a | b | |---|---| | c | d |",
    "metadata": "--- title: x ...",
    "emphasis": "**bold** *it* ~~gone~~ ^up^ ~down~ __x__ ==mark==",
    "code": "`code` ``more``",
    "definition": "term : definition *[HTML]: abbreviation",
    "backslash at the end": "x \\",
    "control characters": "a\x00b\x1b[31mred\x07\x08\x0c",
    "turned writing": "a\u202egnp.exe\u202c \u2066x\u2069",
    "invisible": "a\u200bb\ufeffc\u00add",
    "half a pair": "a\ud800b",
    "no character": "a\ufffe\uffffb",
    "line separators": "a\u2028b\u2029c\x85d",
    "template": "{{ 7*7 }} {% raw %} ${7*7} <%= 7*7 %> #{7*7}",
    "formula": "=cmd|' /C calc'!A0",
    "format": "%s%n %(x)s {0}",
    "rtf": "{\\rtf1\\ansi x}",
    "astral": "\U0001f600\U0001f468\u200d\U0001f469",
    "one long word": "x" * 600,
    "a mark of ours": "[check 888055933a71 5f2c0a11b2d3e4f5 0+1 p12 - 00000000 00000000 00000000000000000000]",
    "quotation marks": "“a” ‘b’ \"c\" 'd' ”",
}


@pytest.fixture(scope="module")
def hostile() -> Paper:
    """A paper in which everything is hostile, a section for each kind."""
    return hostile_paper(list(HOSTILE.values()))


@pytest.fixture(scope="module")
def files(hostile: Paper, tmp_path_factory: pytest.TempPathFactory) -> dict[Format, Path]:
    """That paper as a file of each format."""
    folder = tmp_path_factory.mktemp("hostile")
    found = {format: folder / f"made.{format}" for format in FORMATS}
    for format, path in found.items():
        path.write_bytes(export(hostile, format))
    return found


@pytest.fixture(scope="module")
def read(files: dict[Format, Path]) -> dict[Format, ReadBack]:
    """What each file says."""
    return {format: read_back(path) for format, path in files.items()}


class Tags(HTMLParser):
    """The tags and attributes of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.addresses: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag."""
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.addresses |= {value or "" for name, value in attrs if name in ("href", "src", "cite", "action")}


OURS = {
    "html", "head", "meta", "title", "style", "body", "main", "h1", "h2", "h3", "p", "div", "strong", "blockquote",
    "a", "sup", "section", "hr", "ol", "ul", "li", "aside",
}  # fmt: skip


def test_there_are_more_than_thirty_kinds() -> None:
    assert len(HOSTILE) > 30


def test_a_page_has_only_our_own_tags(files: dict[Format, Path]) -> None:
    found = Tags(files["html"].read_text("utf-8"))
    assert found.tags <= OURS
    assert not {name for name in found.attributes if name.startswith("on") or name in ("src", "style")}
    assert all(address.startswith("#fn") for address in found.addresses)


def test_markdown_has_no_markup_but_ours_for_pandoc(files: dict[Format, Path], hostile: Paper) -> None:
    page = to_html(files["md"].read_text("utf-8"), "markdown")
    assert page.count('class="footnote-ref"') == len(hostile.quotes())
    found = Tags(page)
    assert found.tags <= OURS
    assert all(address.startswith("#fn") for address in found.addresses)


@pytest.mark.parametrize("extensions", [[], ["table", "strikethrough"]], ids=["CommonMark", "GitHub"])
def test_markdown_has_no_markup_but_ours_elsewhere(files: dict[Format, Path], extensions: list[str]) -> None:
    text = files["md"].read_text("utf-8")
    found = Tags(MarkdownIt("commonmark").enable(extensions).render(text))
    assert found.tags <= OURS
    assert found.addresses == set()
    assert not re.search(r"(?<!\\)://|www\.", text)  # GitHub makes links of these


@pytest.mark.parametrize("format", ["docx", "pptx"])
def test_office_files_have_the_structure_of_harmless_ones(files: dict[Format, Path], format: Format) -> None:
    made, plain = parts(files[format].read_bytes()), parts(export(hostile_paper(["plain words"]), format))
    assert {name for name in made if "slide" not in name.lower()} == {n for n in plain if "slide" not in n.lower()}
    for name, content in made.items():
        if name.endswith(".rels"):
            assert b'TargetMode="External"' not in content, name
        if name.endswith(".xml"):
            kind = re.sub(r"\d+", "", name)
            assert tags(content) <= {tag for n, c in plain.items() if re.sub(r"\d+", "", n) == kind for tag in tags(c)}
        assert not re.search(rb"<w:(?:instrText|fldSimple|hyperlink|altChunk|object)\b", content), name
        assert b"<a:hlinkClick" not in content, name


def parts(data: bytes) -> dict[str, bytes]:
    """The parts of an Office file; each that is XML can be read."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        found = {name: archive.read(name) for name in archive.namelist()}
    for name, content in found.items():
        if name.endswith((".xml", ".rels")):
            ElementTree.fromstring(content)
    return found


def tags(content: bytes) -> set[str]:
    """The elements of a part."""
    return {element.tag.rpartition("}")[2] for element in ElementTree.fromstring(content).iter()}


@pytest.mark.parametrize("format", FORMATS)
def test_every_mark_can_be_read_back(hostile: Paper, read: dict[Format, ReadBack], format: Format) -> None:
    quotes = hostile.quotes()
    found = read[format].citations
    assert {check for _, check in found} == {check_of(quote) for quote in quotes}
    assert {name_hash(words) for words, _ in found} == {check_of(quote).words for quote in quotes}
    assert len(found) == len(quotes)


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_every_quote_can_be_read_back_exactly(text: str, format: Format, read: dict[Format, ReadBack]) -> None:
    quote = hostile_paper([text]).quotes()[0]
    digests = {quote_hash(p[1:].rpartition("”")[0])[:20] for p in read[format].paragraphs if p.startswith("“")}
    assert check_of(quote).digest in digests


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_no_invisible_character_is_left(text: str) -> None:
    assert not re.search("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]", shown(text))


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r=", " =", "\n@", "＝", "％=", "|", "%", "\u200b="])
def test_no_cell_begins_a_formula(start: str) -> None:
    assert cell(f"{start}HYPERLINK(1)")[:1] not in "=+-@|%＝＋－＠\t\r"


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_register_is_one_row_of_plain_cells(text: str, example_library: Assistant) -> None:
    entry: Any = read_register(example_library.library, RegisterFilters()).entries[0]
    facts = replace(entry.document.facts, title=text, area=text)
    finding = replace(entry.finding, parts=(text,), number=text, addressed_to=(text,), title=text)
    odd = replace(entry, document=replace(entry.document, facts=facts), finding=finding)
    rows = list(csv.reader(io.StringIO(register_csv([odd]).decode("utf-8-sig"), newline="")))
    assert rows[0] == list(COLUMNS) and len(rows) == 2 and len(rows[1]) == len(COLUMNS)
    assert not [value for value in rows[1] if value[:1] in set("=+-@|%\t\r")]


def test_the_register_as_csv_holds_every_entry_in_its_own_words(example_library: Assistant) -> None:
    entries = read_register(example_library.library, RegisterFilters(kind="recommendation")).entries
    rows = list(csv.DictReader(io.StringIO(register_csv(entries).decode("utf-8-sig"), newline="")))
    assert len(rows) == len(entries) > 50
    assert [row["text"].removeprefix("'") for row in rows] == [shown(entry.finding.text) for entry in entries]
