"""Characters: what may be folded without changing a word, and how a quote is found on its page."""

import re
from functools import lru_cache

_LIGATURES = str.maketrans({
    "\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl", "\ufb05": "st", "\ufb06": "st",
    "\u00ad": None, "\u200b": None, "\u200c": None, "\u200d": None, "\u2060": None, "\ufeff": None,
    "\x00": None, "\x7f": "\u2022",
})  # fmt: skip
_CONTROL = re.compile(r"[\x01-\x08\x0b\x0c\x0e-\x1f]")
_BROKEN_AT_LINE_END = re.compile(r"(?<=\w)[-\u2010][ \t\xa0]*\r?\n\s*(?=\w)")
_SPACE = re.compile(r"\s+")
_BREAK = "\x02"  # not white space, and never left by resolve_glyphs


def resolve_glyphs(text: str) -> str:
    """``text`` with ligature glyphs spelt out and invisible characters removed; no word changes."""
    return _CONTROL.sub(" ", text.translate(_LIGATURES))


def fold_space(text: str) -> str:
    """``text`` with every run of white space as one blank, none at the ends."""
    return _SPACE.sub(" ", text).strip()


def stands_on(quote: str, page_text: str) -> bool:
    """Whether ``quote`` stands in ``page_text`` character for character.

    White space is folded away on both sides. A hyphen at the end of a printed line may belong to the word or to the
    line break; either reading counts, because the page itself does not tell.
    """
    wanted = _SPACE.sub("", resolve_glyphs(quote))
    if not wanted:
        return False
    page = _folded(page_text)
    if wanted in page.replace(_BREAK, "-") or wanted in page.replace(_BREAK, ""):
        return True
    if _BREAK not in page:
        return False
    letters = (f"[-\u2010{_BREAK}]" if c in "-\u2010" else re.escape(c) for c in wanted)
    return re.search(f"{_BREAK}?".join(letters), page) is not None


def between(first: str, second: str, page_text: str) -> str | None:
    """What the page has, white space left out, from ``first`` to ``second``; None where the second does not follow."""
    before, after = (_SPACE.sub("", resolve_glyphs(text)) for text in (first, second))
    page = _folded(page_text)
    for read in (page.replace(_BREAK, "-"), page.replace(_BREAK, "")):
        start = read.find(before)
        end = read.find(after, start + len(before)) if start >= 0 else -1
        if end >= 0:
            return read[start + len(before) : end]
    return None


@lru_cache(maxsize=16)
def _folded(page_text: str) -> str:
    """A page's characters without white space, each hyphen at a line's end as _BREAK; quotes come page by page."""
    return _SPACE.sub("", _BROKEN_AT_LINE_END.sub(_BREAK, resolve_glyphs(_keep_breaks(page_text))))


def _keep_breaks(text: str) -> str:
    """Soft hyphens at a line's end are a break like any other; those inside a line vanish."""
    return re.sub(r"\u00ad[ \t]*\r?\n\s*", "", text)


def initials_upper(text: str) -> bool:
    """Whether the first letter of ``text`` is upper case."""
    return next((c.isupper() for c in text if c.isalpha()), False)
