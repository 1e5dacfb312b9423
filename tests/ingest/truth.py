"""Measures reading against the truth files of the example library: what was found, and what was missed, by bar."""

import json
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ingest.cleaning import CleanText, clean
from ingest.facts import read_facts
from ingest.kinds import with_kinds
from ingest.passages import sentences_of
from ingest.readers import read_file
from ingest.records import DocumentFacts, Paragraph, RawDocument
from ingest.sentences import split_sentences
from ingest.structure import read_structure
from ingest.text import resolve_glyphs
from ingest.voices import UNNAMED, with_voices

ROOT = Path(__file__).resolve().parents[2]
LIBRARY = ROOT / "examples" / "library"
TRUTH = ROOT / "examples" / "truth"
INQUIRIES = ROOT.parent / "shared" / "library" / "inquiries"
_PROSE = frozenset({"body", "bullet", "box", "quote"})
_APART = frozenset({"footnote", "pullquote", "scanned"})
_DROPPED = re.compile(r"[\s\-\u2010]")


@dataclass(slots=True)
class Tally:
    """How many of a thing were right, and what the others were."""

    right: int = 0
    of: int = 0
    misses: list[str] = field(default_factory=list)

    def count(self, right: bool, miss: str) -> None:
        """Count one; ``miss`` is kept when it was wrong."""
        self.of += 1
        self.right += right
        if not right:
            self.misses.append(miss)

    @property
    def share(self) -> float:
        """Right ones of all, 1.0 when there were none."""
        return self.right / self.of if self.of else 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One file read by the steps of ``read_document`` that come before passages."""

    raw: RawDocument
    text: CleanText
    facts: DocumentFacts
    paragraphs: tuple[Paragraph, ...]


def read(path: Path) -> Reading:
    """``path`` read, without the passages."""
    raw = read_file(path)
    text = clean(raw)
    structure = read_structure(text)
    facts = read_facts(path, raw, text, structure)
    return Reading(raw=raw, text=text, facts=facts, paragraphs=with_voices(with_kinds(structure, facts.kind), facts))


def bare(text: str) -> str:
    """``text`` without white space and hyphens, ligatures resolved: what line ends cannot change."""
    return _DROPPED.sub("", resolve_glyphs(text))


class Index:
    """All words of paragraphs in a row, each character knowing its paragraph and place."""

    def __init__(self, paragraphs: Sequence[Paragraph]) -> None:
        self.paragraphs = paragraphs
        self.begins: list[int] = []
        self.places: list[list[int]] = []
        pieces: list[str] = []
        length = 0
        for paragraph in paragraphs:
            hidden = {i for a, b in paragraph.markers for i in range(a, b)}
            kept = [i for i, c in enumerate(paragraph.text) if i not in hidden and not _DROPPED.match(c)]
            self.begins.append(length)
            self.places.append(kept)
            pieces.append("".join(paragraph.text[i] for i in kept))
            length += len(kept)
        self.words = "".join(pieces)
        self.cursor = 0

    def find(self, wanted: str) -> int | None:
        """Where ``wanted`` (bare) stands, looked for from the last find onwards first."""
        at = self.words.find(wanted, self.cursor)
        if at < 0 or at > self.cursor + 20000:
            first = self.words.find(wanted)
            at = first if at < 0 or first >= self.cursor else at
        if at < 0:
            return None
        if len(wanted) > 40:
            self.cursor = at
        return at

    def paragraph_at(self, at: int) -> tuple[int, int]:
        """(index of the paragraph, offset in its text) of the character ``at``."""
        i = bisect_right(self.begins, at) - 1
        return i, self.places[i][at - self.begins[i]]


def _same_person(ours: str, true: str) -> bool:
    """Whether two namings share a name: "Hilary Stannard, MP" and "Hilary Stannard MP"."""
    a, b = (
        set(re.sub(r"^(?:the|an?|one) ", "", v.split(",")[0].lower().replace("'", "’")).split()) for v in (ours, true)
    )
    return a <= b or b <= a


Truth = Mapping[str, object]


def truth_of(path: Path) -> Truth:
    """The truth file beside ``path``."""
    held: Truth = json.loads((TRUTH / f"{path.stem}.json").read_text(encoding="utf-8"))
    return held


def library_files() -> list[Path]:
    """Every file of the example library, in order of name."""
    return sorted(p for p in LIBRARY.iterdir() if (TRUTH / f"{p.stem}.json").exists())


BARS = (
    "number", "no number", "page", "whole", "section", "kind", "furniture", "notes apart", "sentence page",
    "sentence number", "sentence whole", "voice seen", "voice right", "own voice", "label", "title",
    "source_kind", "year", "area",
)  # fmt: skip


class Measure:
    """The tallies of one file or of several, by bar."""

    def __init__(self) -> None:
        self.tallies: dict[str, Tally] = {bar: Tally() for bar in BARS}

    def file(self, path: Path, reading: Reading | None = None) -> "Measure":
        """Count what was read from ``path`` against its truth; returns itself."""
        reading = reading or read(path)
        truth = truth_of(path)
        self._facts(path.stem, truth, reading)
        self._furniture(path.stem, truth, reading)
        body = Index([p for p in reading.paragraphs if p.role not in ("heading", "note")])
        ours = {(i, s.start, s.end) for i, p in enumerate(body.paragraphs) for s in sentences_of(p)}
        notes = "".join(bare(p.text) for p in reading.paragraphs if p.role == "note")
        for entry in _entries(truth):
            if entry.container == "footnote":
                wanted = bare(entry.text)
                apart = wanted in notes if reading.raw.paged else True
                self._count("notes apart", apart and wanted not in body.words, path.stem, entry.text)
            elif entry.container not in _APART:
                for cell in entry.cells():
                    self._paragraph(path.stem, cell, body, ours)
        return self

    def _count(self, bar: str, right: bool, document: str, miss: str) -> None:
        self.tallies[bar].count(right, f"{document}: {miss}")

    def _facts(self, document: str, truth: Truth, reading: Reading) -> None:
        for name in ("title", "source_kind", "year", "area"):
            got = getattr(reading.facts, name)
            self._count(name, got == truth[name], document, f"{got!r} for {truth[name]!r}")
        labels = truth["page_labels"]
        assert isinstance(labels, list)
        for n, (got, wanted) in enumerate(zip(reading.text.labels, labels, strict=False), start=1):
            self._count("label", got == wanted, document, f"page {n}: {got!r} for {wanted!r}")

    def _furniture(self, document: str, truth: Truth, reading: Reading) -> None:
        given = truth["furniture"]
        assert isinstance(given, list)
        titles = {bare(str(truth["title"])), *(bare(p.text) for p in reading.paragraphs if p.role == "heading")}
        patterns = [
            re.compile(r"[\divxlc]{1,6}".join(re.escape(bare(part)) for part in re.split(r"\{\w+\}", line)))
            for line in given
            if len(bare(line)) > 9 and bare(line) not in titles and bare(line) != bare(str(truth["publisher"]))
        ]
        leaders = re.compile(r"\.{6,}")
        for paragraph in reading.paragraphs:
            text = bare(paragraph.text)
            found = next((p.pattern for p in [*patterns, leaders] if p.search(text)), None)
            self._count("furniture", found is None, document, f"{found} in {paragraph.text[:100]!r}")

    def _paragraph(self, document: str, entry: "Entry", body: Index, ours: set[tuple[int, int, int]]) -> None:
        wanted = bare(entry.text)
        at = body.find(wanted)
        about = f"{entry.container} {entry.number} p{entry.page} {entry.text[:70]!r}"
        if at is None:
            self._count("whole", False, document, f"not found: {about}")
            at = body.find(wanted[:50])
        elif entry.container != "table":
            whole = body.paragraph_at(at)[0] == body.paragraph_at(at + len(wanted) - 1)[0]
            self._count("whole", whole, document, f"in parts: {about}")
        if at is None:
            for bar in ("number", "page", "section", "kind"):
                if bar != "number" or entry.number and entry.container == "body":
                    self._count(bar, False, document, f"not found: {about}")
            for _ in split_sentences(entry.text):
                self._count("sentence page", False, document, f"not found: {about}")
                self._count("sentence number", False, document, f"not found: {about}")
            return
        i, offset = body.paragraph_at(at)
        got = body.paragraphs[i]
        if entry.container == "body" and entry.number:
            self._count(
                "number",
                got.number == entry.number and at == body.begins[i],
                document,
                f"{got.number} ({at - body.begins[i]} in): {about}",
            )
        elif not entry.number:
            self._count("no number", got.number is None, document, f"{got.number}: {about}")
        if entry.page is not None:
            self._count("page", got.page_at(offset) == entry.page, document, f"{got.page_at(offset)}: {about}")
        section = tuple(bare(s) for s in got.section)
        self._count(
            "section",
            section == tuple(bare(s) for s in entry.section),
            document,
            f"{got.section} for {entry.section}: {about}",
        )
        self._count("kind", got.kind == entry.kind, document, f"{got.kind} for {entry.kind} {got.section}: {about}")
        if entry.container in _PROSE:
            self._voice(document, entry, got)
            self._sentences(document, entry, body, ours)

    def _voice(self, document: str, entry: "Entry", got: Paragraph) -> None:
        """Whether somebody else's words were seen as such, and those given to a name given to the right one."""
        voices = {voice for _, _, voice in got.spoken}
        about = f"{got.voice} {voices} for {entry.voice}: {entry.text[:90]!r}"
        if entry.voice is None:
            self._count("own voice", got.voice is None, document, about)
            return
        self._count("voice seen", bool(voices), document, about)
        if named := voices - {UNNAMED}:
            self._count("voice right", any(_same_person(v, entry.voice) for v in named), document, about)

    def _sentences(self, document: str, entry: "Entry", body: Index, ours: set[tuple[int, int, int]]) -> None:
        for start, end in split_sentences(entry.text):
            text = entry.text[start:end]
            at = body.find(bare(text))
            if at is None:
                for bar in ("sentence page", "sentence number", "sentence whole"):
                    self._count(bar, False, document, f"not found: {text[:80]!r}")
                continue
            (i, first), (j, last) = body.paragraph_at(at), body.paragraph_at(at + len(bare(text)) - 1)
            pages = body.paragraphs[i].page_at(first), body.paragraphs[j].page_at(last)
            self._count(
                "sentence page",
                pages == entry.pages_of(start, end),
                document,
                f"{pages} for {entry.pages_of(start, end)}: {text[:80]!r}",
            )
            number = body.paragraphs[i].number
            self._count(
                "sentence number",
                number == entry.number,
                document,
                f"{number} for {entry.number} ({entry.container}): {text[:80]!r}",
            )
            self._count("sentence whole", i == j and (i, first, last + 1) in ours, document, text[:90])


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One true paragraph, or one cell of a true row."""

    text: str
    number: str | None
    container: str
    kind: str
    voice: str | None
    section: tuple[str, ...]
    fragments: tuple[tuple[int | None, str], ...]

    @property
    def page(self) -> int | None:
        """The page on which it begins."""
        return self.fragments[0][0] if self.fragments else None

    def pages_of(self, start: int, end: int) -> tuple[int | None, int | None]:
        """The pages on which the characters from ``start`` to ``end`` begin and end."""
        return self._page_at(len(bare(self.text[:start]))), self._page_at(len(bare(self.text[:end])) - 1)

    def _page_at(self, offset: int) -> int | None:
        for page, text in self.fragments:
            if offset < len(bare(text)):
                return page
            offset -= len(bare(text))
        return self.fragments[-1][0] if self.fragments else None

    def cells(self) -> Iterator["Entry"]:
        """The cells of a row, or the paragraph itself. A row's page is that of its beginning."""
        if self.container != "table":
            yield self
            return
        for cell in self.text.split(" | "):
            if len(bare(cell)) > 12:
                yield Entry(
                    text=cell,
                    number=self.number,
                    container="table",
                    kind=self.kind,
                    voice=self.voice,
                    section=self.section,
                    fragments=self.fragments[:1],
                )


def _entries(truth: Truth) -> Iterator[Entry]:
    paragraphs = truth["paragraphs"]
    assert isinstance(paragraphs, list)
    for p in paragraphs:
        yield Entry(
            text=p["text"],
            number=p["number"],
            container=p["container"],
            kind=p["kind"],
            voice=p["voice"],
            section=tuple(p["section"]),
            fragments=tuple((f["page"], f["text"]) for f in p["fragments"]),
        )


def measure(files: Iterable[Path]) -> Measure:
    """The tallies of all ``files`` together."""
    whole = Measure()
    for file in files:
        whole.file(file)
    return whole


def report(whole: Measure) -> str:
    """The tallies as lines of text."""
    return "\n".join(f"{bar:16} {t.share:8.2%}  {t.right}/{t.of}" for bar, t in whole.tallies.items())


if __name__ == "__main__":
    import sys

    chosen = [f for f in library_files() if len(sys.argv) < 2 or sys.argv[1] in f.name or sys.argv[1] == "-"]
    found = measure(chosen)
    print(report(found))
    for wanted in sys.argv[2:]:
        print(*found.tallies[wanted].misses, sep="\n")
