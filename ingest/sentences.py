"""Where sentences begin and end. The sentence is the unit of quotation: cutting one can turn its meaning around."""

import re
from collections.abc import Iterator, Sequence

# Abbreviations after which a full stop does not end the sentence, as met in reviews, minutes and press.
_NEVER_FINAL = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "miss",
        "dr",
        "prof",
        "rev",
        "st",
        "sir",
        "cllr",
        "supt",
        "insp",
        "sgt",
        "pc",
        "dc",
        "no",
        "nos",
        "para",
        "paras",
        "p",
        "pp",
        "s",
        "ss",
        "reg",
        "regs",
        "art",
        "sch",
        "ch",
        "fig",
        "vol",
        "ed",
        "eds",
        "e.g",
        "i.e",
        "eg",
        "ie",
        "cf",
        "viz",
        "vs",
        "v",
        "al",
        "approx",
        "dept",
        "hon",
        "rt",
        "col",
        "gen",
        "lt",
        "cpl",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sept",
        "sep",
        "oct",
        "nov",
        "dec",
    ]
)
_NEAR = 100  # characters on both sides that tell whether a sentence ends; looking at all is slow in a long paragraph
_MAYBE_FINAL = frozenset(["etc", "ltd", "co", "inc", "plc", "jr", "sr", "a.m", "p.m", "am", "pm", "ref"])
_END = re.compile(r"(?<![.!?…])[.!?…]++[\"'”’»)\]]*+(?=\s|$)|[.!?][\"”’)\]]+(?=[A-Z“‘\"(])")
_OPENING = re.compile(r"[\"'“‘«(\[]*")
_INITIAL = re.compile(r"(?:^|[\s(“‘\"'.])[A-Z]$")
_NUMBERED = re.compile(r"(?:^|\s)\(?(?:\d{1,3}(?:\.\d{1,3})*|[a-z]|[ivxlc]{1,5})$")


def split_sentences(text: str, markers: Sequence[tuple[int, int]] = ()) -> list[tuple[int, int]]:
    """(start, end) of each sentence in ``text``, in order, white space outside.

    ``markers`` are spans of footnote references; one that follows a full stop belongs to no sentence.
    """
    hidden = _hide_markers(text, markers)
    spans: list[tuple[int, int]] = []
    start = 0
    for end in _boundaries(hidden):
        _append(spans, hidden, start, end)
        start = end
    _append(spans, hidden, start, len(hidden))
    return spans


def _hide_markers(text: str, markers: Sequence[tuple[int, int]]) -> str:
    """Footnote references that end a sentence become blanks of the same length, so that offsets still hold."""
    characters = list(text)
    for start, end in markers:
        before = text[:start].rstrip()
        if before and before[-1] in '.!?”’")]…:;':
            characters[start:end] = " " * (end - start)
    return "".join(characters)


def _append(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    left = start + len(piece) - len(piece.lstrip())
    right = start + len(piece.rstrip())
    if left < right:
        spans.append((left, right))


def _boundaries(text: str) -> Iterator[int]:
    for match in _END.finditer(text):
        if _ends_sentence(text, match):
            yield match.end()


def _ends_sentence(text: str, match: re.Match[str]) -> bool:
    """Whether the punctuation found really ends a sentence, seen from the words on both sides."""
    before = text[max(0, match.start() - _NEAR) : match.start()]
    after = text[match.end() : match.end() + _NEAR].lstrip()
    if not after:
        return True
    first = after[_OPENING.match(after).end() :][:1]  # type: ignore[union-attr]  # the pattern matches the empty string
    if match.group()[0] != ".":
        return not first.islower()
    word = before.rsplit(None, 1)[-1].lstrip("(“‘\"'[") if before.strip() else ""
    if word.lower() in _NEVER_FINAL or _INITIAL.search(before):
        return _is_final_label(before, word, after)
    if match.group() == "." and _NUMBERED.search(before) and match.start() < 8 and before.strip() == word:
        return False
    if word.lower() in _MAYBE_FINAL:
        return first.isupper()
    return not first.islower()


def _is_final_label(before: str, word: str, after: str) -> bool:
    """ "Child A. The review…" ends a sentence although a lone capital stands before the stop; "J. Smith" does not."""
    if len(word) == 1 and re.search(
        r"\b(Child|Baby|Adult|Person|Mother|Father|Sibling|Parent|School|Family|Part|Appendix|Module|Category"
        r"|Vitamin|Grade|Class|Hepatitis|Group)\s+[A-Z]$",
        before,
    ):
        return True
    return bool(word == "No" and re.match(r"[A-Z]", after))
