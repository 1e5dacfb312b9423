"""Tells text from what only looks like text: characters without meaning, ciphered words, letters set apart or together.

A PDF may draw the right shapes and carry the wrong characters: a font without a Unicode map, one with a wrong map, or
none of the blanks. What such a page says on screen cannot be found, nor quoted; another reader may get it right.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

_CODE = r"\(cid:\d+\)|(?<![\w/])/(?:g|gid|cid|glyph|uni|C|G)[0-9A-F]{1,5}(?!\w)"
_SURROGATE = re.compile("[\ud800-\udfff]")
_BROKEN = re.compile(rf"{_CODE}|[\ufffd\x01-\x08\x0b\x0e-\x1f\x80-\x9f\ud800-\udfff]")
_PRIVATE = re.compile(r"[\ue000-\uf8ff\U000f0000-\U0010fffd]+")
_STANDS_ALONE = re.compile(r"(?:^|\s)[\ue000-\uf8ff](?=\s|$)")  # bullets and ticks of Symbol and Wingdings, not text
_WORD = re.compile(r"[A-Za-z]{4,}")
_VOWEL = re.compile(r"[aeiouAEIOU]|[bcdghlmnrstBCDGHLMNRST][yY]")
_SOFT = re.compile(r"[\s.…_\-–—•|]+")
_LONGEST_WORD = 24  # letters; whole lines without blanks are longer
_FEW = 40  # characters: fewer are judged by broken ones only


@dataclass(frozen=True, slots=True, kw_only=True)
class Glyphs:
    """How legible a text is: shares from 0 to 1, higher is worse; ``broken`` counts characters without meaning."""

    characters: int
    broken: int
    vowelless: float
    soup: float
    apart: float
    together: float

    @property
    def fault(self) -> str | None:
        """What makes the text illegible, None when it can be read."""
        if self.broken >= 2 and self.broken > 0.05 * self.characters:
            return f"{self.broken} of {self.characters} characters have no meaning"
        if self.vowelless > 0.18:  # English has none; a font's codes taken for letters give a fifth to a half
            return f"{self.vowelless:.0%} of its words have no vowel"
        if self.soup > 0.6:
            return f"{self.soup:.0%} of its characters are neither letters nor digits"
        if self.apart > 0.6:
            return "its letters stand apart"
        if self.together > 0.5:
            return "its words run together"
        return None

    @property
    def score(self) -> float:
        """0 for clean text up to 1; tells which of two readings of one page is the better."""
        share = min(1.0, self.broken / self.characters) if self.characters else 1.0
        return max(share, self.vowelless, max(0.0, self.soup - 0.3), max(0.0, self.apart - 0.3), self.together)


@lru_cache(maxsize=2048)  # a page's text is measured to choose its reader, and again for the card
def measure_glyphs(text: str) -> Glyphs:
    """How legible ``text`` is, whatever its language and script; a contents page's leaders do not count against it."""
    solid = _SOFT.sub("", text)
    words = _WORD.findall(text)
    capitals = sum(w.isupper() for w in words) > 0.5 * len(words)  # a page that is all of capitals, or ciphered
    names = [w for w in words if capitals or not (w.isupper() and len(w) < 7)]
    tokens = [t for t in text.split() if t[:1].isalpha()]
    enough = len(solid) >= _FEW
    letters = sum(len(w) for w in words)
    long = sum(len(w) for w in words if len(w) > _LONGEST_WORD)
    return Glyphs(
        characters=len(solid),
        broken=broken_glyphs(text),
        vowelless=sum(not _VOWEL.search(w) for w in names) / len(names) if len(names) >= 12 else 0.0,
        soup=1 - sum(map(str.isalnum, solid)) / len(solid) if enough else 0.0,
        apart=sum(len(t) == 1 for t in tokens) / len(tokens) if enough and len(tokens) >= 20 else 0.0,
        together=long / letters if enough and letters else 0.0,
    )


def broken_glyphs(text: str) -> int:
    """How many characters of ``text`` have no meaning: replaced, private to a font, control codes, glyph numbers."""
    private = sum(len(run) for run in _PRIVATE.findall(_STANDS_ALONE.sub(" ", text)))
    return len(_BROKEN.findall(text)) + private


def storable(text: str) -> str:
    """``text`` without halves of surrogate pairs, which no file can hold; each becomes U+FFFD."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace") if _has_surrogate(text) else text


def _has_surrogate(text: str) -> bool:
    return _SURROGATE.search(text) is not None
