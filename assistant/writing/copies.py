"""Where a statement runs word for word with its evidence, and one word of it does not.

A model that copies a sentence and changes a word has changed what it says, unless the two words mean the same.
"""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from assistant.writing.operators import CLASSES
from assistant.writing.sources import Fault
from assistant.writing.wording import Word, Wording

_LONGEST = 4  # words: a longer stretch is put anew, not changed
_COPIED = 0.8  # of the words of a statement, in order: it is a copy, and not put anew
_BESIDE = 1  # so many words on either side must run together
_TOGETHER = 3
_RELATIONS = frozenset("before after with more less fewer least same other another own against under over".split())
_POINTS = frozenset("he she it they his her their its him them the a an this that these those who which".split())


def copy_faults(statement: Wording, sentences: Sequence[Wording]) -> Iterator[Fault]:
    """Words put in the place of others, or put in or left out, in the midst of words that run as in the evidence."""
    ours = [w.stem for w in statement.words]
    best: tuple[int, SequenceMatcher[str], Wording] | None = None
    for sentence in sentences:
        matcher = SequenceMatcher(None, [w.stem for w in sentence.words], ours, autojunk=False)
        size = sum(block.size for block in matcher.get_matching_blocks())
        if best is None or size > best[0]:
            best = size, matcher, sentence
    if best is None or best[0] < _COPIED * len(ours):
        return
    codes = best[1].get_opcodes()
    for place, (tag, i, i_end, j, j_end) in enumerate(codes):
        if tag == "equal" or max(i_end - i, j_end - j) > _LONGEST:
            continue
        left = codes[place - 1][2] - codes[place - 1][1] if place else 0
        right = codes[place + 1][2] - codes[place + 1][1] if place + 1 < len(codes) else 0
        if not _firm(left, right, not (i or j), i_end == len(best[2].words) and j_end == len(ours)):
            continue
        theirs = range(i, i_end)
        if wrong := _wrong(statement, range(j, j_end), best[2], theirs):
            had = " ".join(best[2].words[n].text for n in theirs)
            yield Fault(kind="changed", why=f"“{wrong}” is said where the evidence has “{had}”")
            return


def _firm(left: int, right: int, first: bool, last: bool) -> bool:
    """Whether what stands before and behind runs together well enough to say that something was changed."""
    return (left >= _BESIDE or first) and (right >= _BESIDE or last) and left + right >= _TOGETHER


def _wrong(statement: Wording, ours: range, evidence: Wording, theirs: range) -> str:
    """The words that make a difference, empty when none does."""
    those = [evidence.words[n] for n in theirs]
    meant = frozenset().union(*(evidence.meanings[n] for n in theirs))
    said = {CLASSES.get(w.lower) for w in those}
    pointing = all(w.lower in _POINTS for w in those)
    strange = []
    for n in ours:
        word = statement.words[n]
        if not _tells(word) or word.stem in {w.stem for w in those} or statement.meanings[n] & meant:
            continue
        operator = CLASSES.get(word.lower)
        if (
            operator
            and operator not in said
            or not operator
            and those
            and not (pointing and word.stem in evidence.stems)
        ):
            strange.append(word.text)
    kept = {CLASSES.get(statement.words[n].lower) for n in ours}
    lost = [w.text for w in those if CLASSES.get(w.lower) and CLASSES[w.lower] not in kept]
    if not strange and lost:
        return " ".join(statement.words[n].text for n in ours) or "nothing"
    return " ".join(strange)


def _tells(word: Word) -> bool:
    return word.content or word.lower in CLASSES or word.lower in _RELATIONS or word.text[0].isdigit()
