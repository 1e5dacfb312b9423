"""The committed vocabulary of safeguarding themes, and which of them a text speaks of."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from ingest.errors import SetupError
from ingest.lexical import stem

VOCABULARY = Path(__file__).with_name("themes.yaml")
MOST = 6
_REMEDY = "correct ingest/themes.yaml"
_WORD = re.compile(r"[^\W_]+(?:[’'][^\W_]+)?")
_GAP = 3  # words that "..." may stand for at most
_GENERAL = frozenset({"policy_and_procedures", "training", "recording", "assessment", "referral", "health_visiting"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """Something that reviews teach about. ``words`` are ways to put it; ``...`` stands for up to three words."""

    id: str
    name: str
    definition: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Phrase:
    """One way of putting a theme: runs of stems, up to ``_GAP`` words between one and the next."""

    theme: str
    runs: tuple[tuple[str, ...], ...]

    @property
    def length(self) -> int:
        return sum(len(run) for run in self.runs)


@lru_cache(maxsize=1)
def load_themes() -> tuple[Theme, ...]:
    """The themes of the vocabulary in its order.

    Raises SetupError when the file is not as it should be: a key that is unknown or missing, or an id used twice.
    """
    return parse_themes(VOCABULARY.read_text(encoding="utf-8"))


def parse_themes(text: str) -> tuple[Theme, ...]:
    """The themes written in ``text`` as YAML.

    Raises SetupError when it is not a list of themes with an id, a name, a definition and words.
    """
    try:
        entries = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise SetupError(f"the vocabulary of themes is not YAML: {error}", remedy=_REMEDY) from error
    themes = tuple(_theme(entry) for entry in entries or ())
    doubled = sorted({t.id for t in themes if sum(t.id == other.id for other in themes) > 1})
    if doubled or not themes:
        raise SetupError(
            "the vocabulary of themes is empty or has an id twice", thing=", ".join(doubled), remedy=_REMEDY
        )
    return themes


def _theme(entry: Any) -> Theme:
    wanted = {"id", "name", "definition", "words"}
    if not isinstance(entry, dict) or set(entry) != wanted or not entry["words"]:
        name = entry.get("id", "?") if isinstance(entry, dict) else str(entry)[:40]
        raise SetupError("a theme has not just an id, a name, a definition and words", thing=str(name), remedy=_REMEDY)
    return Theme(
        id=str(entry["id"]), name=str(entry["name"]), definition=str(entry["definition"]),
        words=tuple(str(word) for word in entry["words"]),
    )  # fmt: skip


def themes_in(text: str, *, title: str = "") -> tuple[str, ...]:
    """The ids of the themes that ``text`` speaks of, the plainest first, ``MOST`` at most.

    A longer phrase says more than a single word, and what the title says more than the text; of themes that count the
    same the one named first comes first.
    """
    weights: dict[str, float] = defaultdict(float)
    for part, worth in ((title, 2.0), (text, 1.0)):
        for theme, length in _matches(word_stems(part)):
            weights[theme] += worth * (0.5 if theme in _GENERAL else 1.0) * (1 + 0.5 * (length - 1))
    ranked = sorted(weights, key=lambda theme: -weights[theme])
    return tuple(ranked[:MOST])


def word_stems(text: str) -> list[str]:
    """The stems of all words of ``text`` in order; "child's" is "child"."""
    return [stem(re.sub(r"[’']s?$", "", word)) for word in _WORD.findall(text)]


def find_theme(wanted: str) -> str | None:
    """The id of the theme with this id, name or way of putting it; None when the vocabulary has no such theme."""
    stems = tuple(word_stems(wanted.replace("_", " ")))
    return _names().get(stems) or next((theme for theme, _ in _matches(stems)), None)


@lru_cache(maxsize=1)
def _names() -> dict[tuple[str, ...], str]:
    """Ids and names of themes as stems."""
    return {tuple(word_stems(t)): theme.id for theme in load_themes() for t in (theme.id.replace("_", " "), theme.name)}


@lru_cache(maxsize=1)
def _phrases() -> dict[str, tuple[_Phrase, ...]]:
    """The phrases of all themes by their first stem."""
    found: dict[str, list[_Phrase]] = defaultdict(list)
    for theme in load_themes():
        for words in theme.words:
            runs = tuple(tuple(word_stems(run)) for run in words.split("..."))
            if all(runs):
                found[runs[0][0]].append(_Phrase(theme.id, runs))
    return {first: tuple(phrases) for first, phrases in found.items()}


def _matches(stems: Sequence[str]) -> list[tuple[str, int]]:
    """(theme, words in the phrase) of each phrase met; of those of one theme that begin at a word the longest."""
    phrases = _phrases()
    found: list[tuple[str, int]] = []
    for i, word in enumerate(stems):
        here: dict[str, int] = {}
        for phrase in phrases.get(word, ()):
            if phrase.length > here.get(phrase.theme, 0) and _stands_at(stems, i, phrase.runs):
                here[phrase.theme] = phrase.length
        found.extend(here.items())
    return found


def _stands_at(stems: Sequence[str], at: int, runs: Sequence[tuple[str, ...]]) -> bool:
    first, rest = runs[0], runs[1:]
    end = at + len(first)
    if tuple(stems[at:end]) != first:
        return False
    return not rest or any(_stands_at(stems, end + gap, rest) for gap in range(_GAP + 1))
