"""Finds words that one reader cut by a blank where another has them whole: a producer moved a letter by hand.

pypdf takes such a move for a blank between words: "depar tmental", "s ignificant". Such words can be neither found
nor quoted.
"""

import re
from collections.abc import Sequence

_STRAY = re.compile(r"(?<=[a-z] )[b-hj-z](?= [a-z]{2})|(?<=[a-z]{2} )[b-hj-z](?=[ ,.;:])|(?<=[a-z]) [’']s\b")
_SHARE = 0.1  # stray letters a page; lettered lists and names of cases have fewer
_WORDS = re.compile(r"[A-Za-z’']+")
_PAIR = re.compile(r"(?<![A-Za-z’'])(?=([A-Za-z’']+) ([A-Za-z’']+))")


def cuts_words(texts: Sequence[str]) -> bool:
    """Whether so many lone letters stand on the pages that words are probably cut. Quick, and not sure."""
    return sum(len(_STRAY.findall(text)) for text in texts) > max(2.0, _SHARE * len(texts))


def count_split(text: str, other: str) -> int:
    """How many words are cut in two by a blank in ``text``, a page's, that ``other``, of the same page, has whole."""
    whole = set(_WORDS.findall(other))
    pairs = (match.groups() for match in _PAIR.finditer(text))
    return sum(a + b in whole and not (a in whole and b in whole) for a, b in pairs)
