"""Names of a statement - children, people, bodies, places - each held to those of its evidence."""

import re
from collections.abc import Iterator, Sequence

from assistant.writing.amounts import is_amount
from assistant.writing.sources import Fault
from assistant.writing.wording import Word, Wording
from ingest.lexical import STOP_WORDS

_LINKS = frozenset("of and for the".split())
_FINITE = frozenset(
    "has had was is says said met saw told rang asked did does went began spoke wrote took gave".split()
)
_NUMBERED = frozenset("child baby person adult worker sibling school family module volume woman man boy girl".split())
_GENERAL = frozenset("people professionals practitioners staff workers services parents agencies according information "
                     "besides learning nobody somebody everyone records police children".split())  # fmt: skip
_PSEUDONYM = re.compile(r"[A-Z]{1,2}\d?|\d{1,2}")
_PLAIN = frozenset("i review report board panel partnership committee trust council mother father learning "
                   "lesson finding recommendation serious case practice working together chair "
                   "government".split())  # fmt: skip


def names(text: Wording) -> list[tuple[Word, ...]]:
    """The runs of capitalised words that are names, "of" and "and" inside them left out."""
    found: list[list[Word]] = []
    behind = -2
    for i, word in enumerate(text.words):
        named = (word.text[0].isupper() and not is_amount(word)) or (
            _PSEUDONYM.fullmatch(word.text) is not None and i - 1 == behind and text.words[i - 1].lower in _NUMBERED
        )
        if not named:
            continue
        links = [w.lower for w in text.words[behind + 1 : i]]
        joined = found and (not links or len(links) <= 2 and set(links) <= _LINKS - {"and"})
        if (
            joined
            and text.words[behind].clause == word.clause
            and "," not in text.text[text.words[behind].at : word.at]
        ):
            found[-1].append(word)
        else:
            found.append([word])
        behind = i
    return [tuple(run) for run in found]


def name_faults(statement: Wording, evidence: Wording, known: Wording) -> Iterator[Fault]:
    """Each name in ``statement`` that neither the evidence nor what is ``known`` of its document has."""
    held = [*_lowered(evidence), "|", *_lowered(known)]
    spelt = set(held)
    capital = {w.lower for w in (*evidence.words, *known.words) if w.text[0].isupper()}
    initials = {"".join(w.text[0] for w in run).lower() for run in (*names(evidence), *names(known))}
    for run in names(statement):
        words = [w for w in run if not (w.first and w is run[0] and not _opens(w, run, statement, capital))]
        words = [w for w in words if len(run) > 1 or w.lower not in _PLAIN]
        strange = [
            w for w in words if w.lower not in spelt and w.lower not in initials and w.stem not in evidence.stems
        ]
        if strange:
            yield Fault(kind="name", why=f"“{' '.join(w.text for w in words)}” is not named in the evidence")
        elif len(words) > 1 and not _together([w.lower for w in words], held):
            yield Fault(kind="name", why=f"the evidence does not name “{' '.join(w.text for w in words)}” so")


def _opens(word: Word, run: Sequence[Word], text: Wording, capital: set[str]) -> bool:
    """Whether the first word of a sentence is a name: one of several, or a bare word before a verb or a comma."""
    if word.lower in STOP_WORDS or word.lower in _GENERAL or word.lower.endswith(("ing", "ly", "ed")):
        return False
    if len(run) > 1 or word.lower in capital:
        return True
    index = text.words.index(word)
    behind = text.words[index + 1] if index + 1 < len(text.words) else None
    comma = behind is not None and "," in text.text[word.at : behind.at]
    finite = behind is not None and behind.lower in _FINITE
    return (comma or finite) and not text.meanings[index] and not word.lower.endswith("s")


def _lowered(text: Wording) -> list[str]:
    return [w.lower for w in text.words]


def _together(wanted: Sequence[str], held: Sequence[str]) -> bool:
    """Whether the words of a name stand in this order, at most three others between one and the next."""
    starts = [i for i, w in enumerate(held) if w == wanted[0]]
    for start in starts:
        at, fits = start, True
        for word in wanted[1:]:
            gap = list(held[at + 1 : at + 6])
            close = 1 if _PSEUDONYM.fullmatch(word.upper()) and len(word) <= 2 else 5
            if word not in gap[:close] or "|" in gap[: gap.index(word)]:
                fits = False
                break
            at += 1 + gap.index(word)
        if fits:
            return True
    return False
