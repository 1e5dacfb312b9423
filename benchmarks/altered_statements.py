"""Writes ``tests/writing/altered.yaml``: statements that their evidence does not carry, made from the example library.

``python -m benchmarks.altered_statements`` writes the same file each time. Statements are altered sentences of the
library, and altered statements of ``faithful.yaml``; the evidence is left as it stands.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import yaml

from benchmarks import altering
from ingest.sentences import split_sentences

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "tests" / "writing" / "altered.yaml"
EACH = 32
_HEAD = (
    "# Made by benchmarks/altered_statements.py from the example library: what no statement may say on this evidence.\n"
)
_WORDS = range(9, 38)


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A sentence of the example library: its document, its passage's kind, whose voice, what kind of source."""

    document: str
    kind: str
    voice: str | None
    sentence: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """A faithful statement with what it rests on; ``labels`` are those it cites when not all."""

    statement: str
    evidence: tuple[Piece, ...]
    labels: tuple[str, ...] = ()


def pieces() -> list[Piece]:
    """The sentences of the example library that are no headings and neither short nor long, by the hash of each."""
    found = {}
    for path in sorted((ROOT / "examples" / "truth").glob("*.json")):
        document = json.loads(path.read_text(encoding="utf-8"))
        for paragraph in document["paragraphs"]:
            for start, end in split_sentences(paragraph["text"]):
                text = paragraph["text"][start:end]
                if len(text.split()) in _WORDS and text.endswith("."):
                    found[text] = Piece(document=document["id"], kind=paragraph["kind"], voice=paragraph["voice"],
                                        sentence=text, source=document["source_kind"])  # fmt: skip
    return sorted(found.values(), key=lambda p: _hash(p.sentence))


def faithful() -> list[Base]:
    """The statements written by hand, by the hash of each."""
    cases = yaml.safe_load((ROOT / "tests" / "writing" / "faithful.yaml").read_text(encoding="utf-8"))
    bases = [
        Base(statement=c["statement"], evidence=tuple(Piece(**e, source="") for e in c["evidence"])) for c in cases
    ]
    return sorted(bases, key=lambda b: _hash(b.statement))


def altered() -> Iterator[tuple[str, Base]]:
    """Each altered statement with the kind of its alteration."""
    sentences, written = pieces(), faithful()
    bases = [Base(statement=p.sentence, evidence=(p,)) for p in sentences if p.voice is None and _plain(p)]
    for kind, alter in WORDS.items():
        first = list(_by_words(alter, written, EACH // 2))
        yield from ((kind, b) for b in first)
        yield from ((kind, b) for b in _by_words(alter, bases[len(kind) * 7 :], EACH - len(first)))
    yield from (("invented_label", replace(b, labels=("E1", f"E{7 + i % 5}"))) for i, b in enumerate(bases[:EACH]))
    yield from (("foreign_label", b) for b in _foreign(bases[EACH:]))
    yield from (("merged_reviews", b) for b in _merged(bases[3 * EACH :]))
    yield from (("opinion_as_finding", b) for b in _opinions(sentences))
    yield from (("narrative_as_learning", b) for b in _lessons(sentences))


def _plain(piece: Piece) -> bool:
    return piece.source == "review" and not piece.sentence[0].isdigit()


def _by_words(alter: Callable[[str, int], str | None], bases: Sequence[Base], most: int) -> Iterator[Base]:
    found = 0
    for base in bases:
        changed = alter(base.statement, found)
        if changed and changed != base.statement and found < most:
            found += 1
            yield replace(base, statement=changed)


def _foreign(bases: Sequence[Base]) -> Iterator[Base]:
    """A sentence with the label of another, or with its own and that of another."""
    for i in range(EACH):
        one, other = bases[2 * i], bases[2 * i + 1]
        yield Base(
            statement=one.statement,
            evidence=(*one.evidence, *other.evidence),
            labels=("E2",) if i % 2 else ("E1", "E2"),
        )


def _merged(bases: Sequence[Base]) -> Iterator[Base]:
    """What two reviews say, told as one."""
    found = 0
    for one, other in zip(bases, bases[1:], strict=False):
        if one.evidence[0].document != other.evidence[0].document and found < EACH:
            found += 1
            second = other.statement.rstrip(".")
            link = ("and", "while", "and in the same case")[found % 3]
            statement = f"{one.statement.rstrip('.')}, {link} {second[0].lower()}{second[1:]}."
            yield Base(statement=statement, evidence=(*one.evidence, *other.evidence))


def _opinions(sentences: Sequence[Piece]) -> Iterator[Base]:
    """What the press, a blog or a speaker says, as if a review had found it."""
    said = [p for p in sentences if p.source in ("press", "commentary") or p.voice]
    for i, piece in enumerate(said[:EACH]):
        yield Base(statement=_led(_FOUND[i % len(_FOUND)], piece.sentence), evidence=(piece,))


def _lessons(sentences: Sequence[Piece]) -> Iterator[Base]:
    """What happened, as if a review had drawn a lesson from it."""
    told = [p for p in sentences if p.kind in ("narrative", "chronology") and p.source == "review" and not p.voice]
    for i, piece in enumerate(told[:EACH]):
        yield Base(statement=_led(_LEARNT[i % len(_LEARNT)], piece.sentence), evidence=(piece,))


def _led(lead: str, sentence: str) -> str:
    return f"{lead} {sentence[0].lower()}{sentence[1:]}"


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def write(target: Path = TARGET) -> None:
    """Write the set to ``target``."""
    cases = [
        {
            "kind": kind,
            "statement": base.statement,
            "labels": list(base.labels or (f"E{i}" for i, _ in enumerate(base.evidence, start=1))),
            "evidence": [
                {"document": p.document, "kind": p.kind, "voice": p.voice, "sentence": p.sentence}
                for p in base.evidence
            ],
        }
        for kind, base in altered()
    ]
    target.write_text(_HEAD + yaml.safe_dump(cases, allow_unicode=True, width=116, sort_keys=False), encoding="utf-8")


_FOUND = ("The review found that", "The review concluded that", "A finding of the review is that",
          "The serious case review established that", "The review recommends that",
          "The panel concluded that")  # fmt: skip
_LEARNT = ("A lesson of the review is that", "The review recommends that", "The key learning is that",
           "Learning point: professionals should note that", "The review identified as learning that",
           "A finding of the review was that")  # fmt: skip
WORDS: dict[str, Callable[[str, int], str | None]] = {
    "number": altering.number, "ordinal": altering.ordinal, "range": altering.span, "date": altering.date,
    "name": altering.name, "place": altering.place, "body": altering.body, "actor": altering.actor,
    "reversed_roles": altering.reversed_roles, "opposite": altering.opposite,
    "negation_lost": altering.negation_lost, "negation_added": altering.negation_added,
    "strength": altering.strength, "how_many": altering.how_many, "added_cause": altering.added_cause,
    "added_clause": altering.added_clause, "changed_quote": altering.changed_quote,
    "invented_quote": altering.invented_quote,
}  # fmt: skip

if __name__ == "__main__":
    write()
