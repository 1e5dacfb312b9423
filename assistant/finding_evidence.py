"""The sentences on the page that carry entries of the register, so that what is counted can be cited."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.records import Evidence
from assistant.register import Entry
from ingest.catalogue import Held
from ingest.lexical import stems
from ingest.library import Library
from ingest.quality import announced_recommendations
from ingest.records import Paragraph, Passage, Sentence

MOST_CHARACTERS = 700
_LOOKED_AT = 8  # passages of the document that share most words with the finding
_WORDS = 40  # words of the finding that are looked for
_LEAD_WORDS = 8  # words before a finding in its first sentence: "Recommendation 4: For the Board:"
_ANNOUNCING = 30  # passages of a document in which it may say how many recommendations it makes
_NONE_MADE = re.compile(r"\b(?:makes?|made)\b[^.]{0,80}\bno (?:\w+ )?recommendations\b", re.IGNORECASE)
_BLANKS = re.compile(r"\W+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """The evidence for an entry; ``whole`` is False where only its first sentences are shown."""

    evidence: Evidence
    whole: bool


def evidence_of(entry: Entry, library: Library) -> Evidence | None:
    """All sentences of ``entry`` where it is made, or its first; None when no passage holds them."""
    carried = evidence_for([entry], library)[0]
    return carried.evidence if carried else None


def evidence_for(entries: Sequence[Entry], library: Library) -> list[Carried | None]:
    """The evidence for each of ``entries`` with one reading of the catalogue; None where no passage holds it."""
    hits = {
        entry.finding.id: [
            hit.passage_id
            for hit in library.words.search(
                stems(entry.finding.text)[:_WORDS], _LOOKED_AT, [entry.document.id], context=0.0
            )
        ]
        for entry in entries
    }
    held = library.catalogue.passages(list(dict.fromkeys(i for ids in hits.values() for i in ids)))
    passages = {name: item.passage for name, item in held.items()}
    return [_carried(entry, hits[entry.finding.id], passages) for entry in entries]


def announcement_of(document: Held, library: Library) -> Evidence | None:
    """The sentence in which a document says how many recommendations it makes, or that it makes none."""
    hits = library.words.search(stems("report review makes recommendations"), _ANNOUNCING, [document.id], context=0.0)
    held = library.catalogue.passages([hit.passage_id for hit in hits])
    for passage in sorted((item.passage for item in held.values()), key=lambda p: p.ordinal):
        for sentence in passage.sentences:
            if sentence.voice is None and _announces(sentence.text):
                return evidence_in(passage, document, (sentence,))
    return None


def _announces(text: str) -> bool:
    paragraph = Paragraph(text=text, number=None, section=(), role="body", kind="other", anchors=())
    return announced_recommendations([paragraph]) is not None or _NONE_MADE.search(text) is not None


def evidence_in(passage: Passage, document: Held, sentences: tuple[Sentence, ...]) -> Evidence:
    """Sentences of a passage as evidence that was looked up and not ranked."""
    return Evidence(sentences=sentences, passage=passage, document=document, score=1.0, coverage=1.0, cosine=1.0)


def _carried(entry: Entry, ids: Sequence[str], passages: Mapping[str, Passage]) -> Carried | None:
    """The longest run of the finding's sentences, of those at its main place the first."""
    text = _plain(entry.finding.text)
    place = entry.finding.places[0]
    best: tuple[bool, bool, int] = (False, False, 0)
    found: tuple[Passage, tuple[Sentence, ...]] | None = None
    for passage in (passages[i] for i in ids if i in passages):
        run = _run(passage, text)
        if not run:
            continue
        here = (
            place.page is None
            or run[0].page is not None
            and place.page <= run[0].page <= (place.page_end or place.page)
        )
        rank = (here, _begins(run[0], text), sum(len(s.text) for s in run))
        if rank > best:
            best, found = rank, (passage, run)
    if found is None:
        return None
    passage, run = found
    shown = _short(run)
    whole = len(_plain(" ".join(s.text for s in shown))) >= 0.95 * len(text)
    return Carried(evidence=evidence_in(passage, entry.document, shown), whole=whole)


def _run(passage: Passage, text: str) -> tuple[Sentence, ...]:
    """The first run of sentences, side by side, that are part of ``text``; the first may have a lead before it."""
    run: list[Sentence] = []
    for sentence in passage.sentences:
        plain = _plain(sentence.text)
        if len(plain) > 8 and (plain in text or _begins(sentence, text)) or run and plain and plain in text:
            run.append(sentence)
        elif run:
            break
    return tuple(run)


def _begins(sentence: Sentence, text: str) -> bool:
    """Whether a sentence holds the beginning of ``text``, after its lead-in if it has one."""
    words = _plain(sentence.text).split(" ")
    ends = (" ".join(words[i:]) for i in range(min(len(words), _LEAD_WORDS)))
    return any(len(end) > 8 and (text.startswith(end) or end.startswith(text)) for end in ends)


def _short(run: tuple[Sentence, ...]) -> tuple[Sentence, ...]:
    """The first of ``run`` up to so many characters, at least one."""
    length, shown = 0, 0
    for sentence in run:
        length += len(sentence.text) + 1
        if shown and length > MOST_CHARACTERS:
            break
        shown += 1
    return run[:shown]


def _plain(text: str) -> str:
    return _BLANKS.sub(" ", text.lower()).strip()
