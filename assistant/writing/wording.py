"""A text as words that can be compared with those of another: stems, clauses, groups of words that mean the same."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from ingest.lexical import STOP_WORDS, stem
from ingest.themes import load_themes

HERE = Path(__file__).parent
_WORD = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?%?(?![a-z])|[^\W\d_]+(?:[’'-][^\W\d_]+)*|\d+[a-z]+")
_BREAK = re.compile(r"[.;:!?()–—]|,(?= (?:and|but|while|whereas|although|though|who|which|so|because|where)\b)")
_OPENS = frozenset("who which that when while because although though but whereas whose if whether where and".split())
# The past of verbs that do not end in "-ed", before the verb itself.
_PAST = dict(
    pair.split(":")
    for pair in "understood:understand knew:know known:know saw:see seen:see spoke:speak spoken:speak wrote:write "
    "written:write took:take taken:take gave:give given:give met:meet rang:ring rung:ring brought:bring thought:think "
    "felt:feel found:find kept:keep heard:hear said:say went:go gone:go came:come began:begin begun:begin left:leave "
    "fell:fall fallen:fall chose:choose chosen:choose drove:drive driven:drive rose:rise risen:rise grew:grow "
    "grown:grow bought:buy caught:catch taught:teach sought:seek held:hold stood:stand sent:send spent:spend told:tell "
    "built:build meant:mean dealt:deal slept:sleep shook:shake shaken:shake broke:break broken:break hid:hide "
    "hidden:hide forgot:forget forgotten:forget drew:draw drawn:draw led:lead paid:pay sat:sit won:win "
    "lost:lose".split()
)
_CONTRACTED = (("won't", "will not"), ("can't", "can not"), ("cannot", "can not"), ("n't", " not"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A word of a text: ``clause`` counts the stretches between punctuation and words that open a clause."""

    text: str
    lower: str
    stem: str
    at: int
    clause: int
    first: bool

    @property
    def capital(self) -> bool:
        """Whether it is written with a capital that the beginning of a sentence does not account for."""
        return self.text[0].isupper() and not self.first

    @property
    def content(self) -> bool:
        """Whether it carries a meaning of its own."""
        return self.lower not in STOP_WORDS and not self.text[0].isdigit()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """A text and its words; ``meanings`` are, for each word, the groups of synonyms that it stands in here."""

    text: str
    words: tuple[Word, ...]
    meanings: tuple[frozenset[int], ...]

    @property
    def stems(self) -> frozenset[str]:
        """The stems of all words."""
        return frozenset(word.stem for word in self.words)

    @property
    def groups(self) -> frozenset[int]:
        """The groups of synonyms that any word stands in."""
        return frozenset().union(*self.meanings)

    def near(self, index: int, before: int, after: int = 0) -> list[Word]:
        """The words of the same clause from ``before`` words before ``index`` to ``after`` words behind it."""
        here = self.words[index].clause
        return [w for w in self.words[max(0, index - before) : index + after + 1] if w.clause == here]


def plain(text: str) -> str:
    """``text`` with straight apostrophes and contractions written out."""
    text = text.replace("’", "'").replace("‘", "'").replace("\u2011", "-")
    for short, long in _CONTRACTED:
        text = re.sub(re.escape(short), long, text, flags=re.IGNORECASE)
    return text


def base(word: Word) -> str:
    """The stem of a word, that of the verb itself where the word is an irregular past."""
    past = _PAST.get(word.lower)
    return (stem(past) or past) if past else word.stem


@lru_cache(maxsize=4096)
def read(text: str) -> Wording:
    """The words of ``text``."""
    said = plain(text)
    words: list[Word] = []
    clause, behind, begins = 0, 0, True
    for match in _WORD.finditer(said):
        gap = said[behind : match.start()]
        if words and _BREAK.search(gap + said[match.start() : match.end() + 12] if "," in gap else gap):
            clause += 1
        begins = not words or re.search(r"[.!?:]\s|[“\"]\s*$|(?:^|\s)'$", gap) is not None
        lower = match.group().lower().removesuffix("'s").rstrip("'")
        if words and lower in _OPENS:
            clause += 1
        words.append(Word(text=match.group(), lower=lower, stem=stem(lower) or lower, at=match.start(), clause=clause,
                          first=begins))  # fmt: skip
        behind = match.end()
    return Wording(text=said, words=tuple(words), meanings=_meanings(words))


def _meanings(words: Sequence[Word]) -> tuple[frozenset[int], ...]:
    found: list[set[int]] = [set() for _ in words]
    phrases = _phrases()
    for i, word in enumerate(words):
        for run, group in phrases.get(word.stem, ()):
            if len(run) == 1 or tuple(w.stem for w in words[i : i + len(run)]) == run:
                for j in range(i, min(i + len(run), len(words))):
                    found[j].add(group)
    return tuple(frozenset(groups) for groups in found)


@lru_cache(maxsize=1)
def _phrases() -> dict[str, list[tuple[tuple[str, ...], int]]]:
    """The phrases of all groups by the stem of their first word."""
    groups: list[Iterable[str]] = [re.split(r",\s*", line) for line in _lines("synonyms.yaml")]
    groups += [[w for w in theme.words if "..." not in w and " " in w] for theme in load_themes()]
    found: dict[str, list[tuple[tuple[str, ...], int]]] = {}
    for number, group in enumerate(groups):
        for phrase in group:
            run = stems_of(phrase)
            if run:
                found.setdefault(run[0], []).append((run, number))
    return found


def stems_of(phrase: str) -> tuple[str, ...]:
    """The stems of the words of a short phrase."""
    return tuple(stem(w.lower()) or w.lower() for w in _WORD.findall(plain(phrase)))


def _lines(name: str) -> list[str]:
    read_lines = yaml.safe_load((HERE / name).read_text(encoding="utf-8"))
    return [str(line) for line in read_lines]


@lru_cache(maxsize=1)
def opposites() -> dict[str, frozenset[str]]:
    """For each stem the stems of words that say the contrary."""
    found: dict[str, set[str]] = {}
    for line in _lines("opposites.yaml"):
        one, other = ({run[0] for w in side.split(",") if (run := stems_of(w))} for side in line.split("|"))
        for left, right in ((one, other), (other, one)):
            for word in left:
                found.setdefault(word, set()).update(right)
    return {word: frozenset(those) for word, those in found.items()}
