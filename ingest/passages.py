"""From paragraphs to passages: whole sentences of one section, never more than the embedding model reads."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from ingest.records import Paragraph, Passage, Sentence
from ingest.sentences import split_sentences

WordPieces = Callable[[str], int]
RULES = "passages-4"
MAX_PIECES = 250  # all-MiniLM-L6-v2 reads 256 word pieces, two of them its own, and drops the rest silently
TARGET_WORDS = 150


def sentences_of(paragraph: Paragraph) -> list[Sentence]:
    """The whole sentences of a paragraph with the pages on which each begins and ends."""
    return [
        Sentence(
            text=paragraph.text[start:end],
            start=start,
            end=end,
            page=paragraph.page_at(start),
            page_end=paragraph.page_at(end - 1),
            paragraph=paragraph.number,
            voice=_voice(paragraph, start, end),
        )
        for start, end in split_sentences(paragraph.text, paragraph.markers)
    ]


def _voice(paragraph: Paragraph, start: int, end: int) -> str | None:
    """Whose words most of the sentence from ``start`` to ``end`` is, None when the document's own."""
    spoken = ((min(end, b) - max(start, a), voice) for a, b, voice in paragraph.spoken)
    most, voice = max(spoken, key=lambda share: share[0], default=(0, None))
    return voice if 2 * most > end - start else None


def make_passages(
    document_id: str, title: str, paragraphs: Sequence[Paragraph], count: WordPieces
) -> tuple[Passage, ...]:
    """The document's passages in order. ``count`` tells how many word pieces a text is for the model.

    Paragraphs of one section and kind share a passage while it stays near 150 words; a numbered paragraph with its
    bullets is kept together before that. A sentence too long for the model alone
    is spread over several passages, each of which quotes it whole.
    """
    passages: list[Passage] = []
    readable = [p for p in paragraphs if p.role != "heading"]
    for (section, kind, dated, _), run in groupby(
        readable, key=lambda p: (p.section, p.kind, p.dated, p.role == "note")
    ):
        context = _context(title, section, dated)
        room = MAX_PIECES - count(context)
        for text, group in _groups(list(run), room, count):
            ordinal = len(passages)
            digest = hashlib.sha256(f"{document_id}\n{ordinal}\n{text}".encode()).hexdigest()[:16]
            passages.append(
                Passage(
                    id=digest,
                    ordinal=ordinal,
                    kind=kind,
                    section=section,
                    context=context,
                    text=text,
                    sentences=tuple(group),
                )
            )
    return tuple(passages)


def _context(title: str, section: Sequence[str], dated: str | None) -> str:
    """What is embedded before the words of the passage: the title and the last two headings, shortened.

    A post or article of a page of several has its own title and date in the place of the dates of all.
    """
    heads = [h for h in section[-2:] if h != title]
    own = [] if dated and len(heads) > 1 and dated in heads else [title]
    when = [dated] if dated and dated not in heads else []
    return " | ".join([*(" ".join(t.split()[:14]) for t in own), *(" ".join(h.split()[:12]) for h in (*heads, *when))])


def _groups(run: Sequence[Paragraph], room: int, count: WordPieces) -> Iterator[tuple[str, list[Sentence]]]:
    """(text, sentences) of each passage: at most ``room`` word pieces, numbered paragraphs whole if they can be."""
    group: list[Sentence] = []
    pieces = words = 0
    for _, unit in groupby(run, key=_unit_key()):
        sentences = [s for p in unit for s in sentences_of(p)]
        costs = [count(s.text) for s in sentences]
        size = sum(len(s.text.split()) for s in sentences)
        if group and (pieces + sum(costs) > room or words + size > TARGET_WORDS):
            yield _text(group), group
            group, pieces, words = [], 0, 0
        for sentence, cost in zip(sentences, costs, strict=True):
            if group and pieces + cost > room:
                yield _text(group), group
                group, pieces, words = [], 0, 0
            if cost > room:
                yield from ((part, [sentence]) for part in _parts(sentence.text, room, count))
                continue
            group.append(sentence)
            pieces += cost
            words += len(sentence.text.split())
    if group:
        yield _text(group), group


def _text(group: Sequence[Sentence]) -> str:
    return " ".join(s.text for s in group)


def _parts(text: str, room: int, count: WordPieces) -> Iterator[str]:
    """A sentence longer than the model reads, in parts that fit; the passage of each quotes the whole sentence."""
    part: list[str] = []
    pieces = 0
    for word in text.split(" "):
        cost = count(word)
        if part and pieces + cost > room:
            yield " ".join(part)
            part, pieces = [], 0
        part.append(word[: 4 * room])
        pieces += cost
    if part:
        yield " ".join(part)


def _unit_key() -> Callable[[Paragraph], tuple[str | None, int]]:
    """A key under which a paragraph and the bullets beneath it fall together."""
    counter = 0

    def key(paragraph: Paragraph) -> tuple[str | None, int]:
        nonlocal counter
        if paragraph.role != "bullet":
            counter += 1
        return paragraph.number, counter

    return key
