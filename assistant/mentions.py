"""Where words stand, whatever their endings: in a sentence, in an entry of the register, in the text of a document."""

import re
from collections.abc import Sequence
from functools import lru_cache

from ingest.lexical import STOP_WORDS, stem
from ingest.library import Library
from ingest.themes import load_themes, word_stems

MOST_WORDS = 6
_SEARCHED = 40  # passages looked at in each document
_APART = 1  # words that may stand between those looked for: "educated at home", "excluded from school"
_MARKS = re.compile(r"[,;:.()?!]")
_ARTICLES = re.compile(r"^(?:(?:the|an?|any|theme|topic|issue|use|of) )+", re.IGNORECASE)
_SHARED = 5  # letters that two stems of one word share at least, all but the last: exclus(ion), exclud(ed)

Form = tuple[frozenset[str], ...]
Place = tuple[str, int]


@lru_cache(maxsize=256)
def theme_of(words: str) -> str | None:
    """The theme that ``words`` name: by its id, its name, part of its name, or a phrase that the vocabulary has for it.

    A single word is a theme only where it stands in the theme's name: hunger is neglect, but neglect is more.
    """
    wanted = tuple(word_stems(words))
    for theme in load_themes():
        name = tuple(word_stems(theme.name))
        parts = [tuple(word_stems(part)) for part in re.split(r",| and ", theme.name)]
        if wanted in (name, tuple(word_stems(theme.id.replace("_", " "))), *parts):
            return theme.id
        if wanted in [tuple(word_stems(w)) for w in theme.words] and (len(wanted) > 1 or wanted[0] in name):
            return theme.id
    return None


@lru_cache(maxsize=256)
def forms_of(words: str) -> tuple[Form, ...]:
    """What a text must hold to speak of ``words``: each of them, or a shorter phrase in them that names the theme.

    Empty when they are too many or say nothing.
    """
    plain = _ARTICLES.sub("", words.strip())
    content = [word for word in re.findall(r"[^\W_]+", plain) if word.lower() not in STOP_WORDS]
    if not content or len(plain.split()) > MOST_WORDS:
        return ()
    theme = theme_of(plain)
    phrases = next((t.words for t in load_themes() if t.id == theme), ())
    mine = word_stems(plain)
    inside = [p for p in phrases if len(p.split()) > 1 and "..." not in p and _run_in(word_stems(p), mine)]
    return tuple(dict.fromkeys(_form(words) for words in (plain, *inside)))


def holds(text: str, forms: Sequence[Form]) -> bool:
    """Whether the words of one of ``forms`` stand close together in ``text``, in any order, no comma between them."""
    stems = _stems_in(text)
    near = [form for form in forms if not any(family.isdisjoint(stems) for family in form)]  # most texts end here
    return any(_close(part, form) for part in _parts(text) for form in near) if near else False


def mentions(library: Library, documents: Sequence[str], words: str) -> dict[str, Place]:
    """Those of ``documents`` whose text holds ``words``: (passage, index of a sentence), findings first."""
    forms = forms_of(words)
    holding: dict[str, set[str]] = {
        s: library.words.documents_with(s, 100_000) for form in forms for family in form for s in family
    }
    found = {}
    for document in documents:
        near = [form for form in forms if all(any(document in holding[s] for s in family) for family in form)]
        place = _first(library, document, near)
        if place:
            found[document] = place
    return found


def _first(library: Library, document: str, forms: Sequence[Form]) -> Place | None:
    for form in forms:
        stems = [s for family in form for s in family]
        hits = library.words.search(stems, _SEARCHED, [document], context=0.0)
        held = library.catalogue.passages([hit.passage_id for hit in hits])
        passages = [held[hit.passage_id].passage for hit in hits if hit.passage_id in held]
        for passage in sorted(passages, key=lambda p: p.kind in ("other", "narrative")):
            for index, sentence in enumerate(passage.sentences):
                if holds(sentence.text, [form]):
                    return passage.id, index
    return None


def _form(words: str) -> Form:
    content = [w for w in re.findall(r"[^\W_]+(?:[’'][^\W_]+)?", words) if w.lower() not in STOP_WORDS]
    return tuple(_family(s) for s in dict.fromkeys(word_stems(" ".join(content))))


def _family(form: str) -> frozenset[str]:
    """A stem with those that the vocabulary of themes has of the same word."""
    if len(form) <= _SHARED:
        return frozenset([form])
    return frozenset([form, *(s for s in _vocabulary() if len(s) == len(form) and s[:-1] == form[:-1])])


@lru_cache(maxsize=1)
def _vocabulary() -> frozenset[str]:
    """The longer stems of the vocabulary of themes."""
    words = (word for theme in load_themes() for phrase in theme.words for word in re.findall(r"[^\W_]+", phrase))
    return frozenset(s for s in map(stem, words) if len(s) > _SHARED)


@lru_cache(maxsize=20_000)
def _parts(text: str) -> tuple[tuple[str, ...], ...]:
    """The stems of the words of ``text``, part by part as marks divide it."""
    return tuple(tuple(word_stems(part)) for part in _MARKS.split(text))


@lru_cache(maxsize=20_000)
def _stems_in(text: str) -> frozenset[str]:
    """The stems of the words of ``text``."""
    return frozenset(s for part in _parts(text) for s in part)


def _close(stems: Sequence[str], form: Form) -> bool:
    """Whether one of each family stands within so many words that few others can be between."""
    if not form:
        return False
    size = len(form) + (_APART if len(form) > 1 else 0)
    places = [i for i, s in enumerate(stems) if s in form[0]]
    return any(
        all(any(s in family for s in stems[max(0, i - size + 1) : i + size]) for family in form[1:]) for i in places
    )


def _run_in(wanted: Sequence[str], within: Sequence[str]) -> bool:
    size = len(wanted)
    return any(list(within[i : i + size]) == list(wanted) for i in range(len(within) - size + 1))
