"""Whom and what a question speaks of beside documents: people, bodies, kinds of passage, its subject."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.earlier_turns import NAME, PERSON, CitedDocument, child_pattern, mentions
from ingest.agencies import agency_spans
from ingest.themes import themes_in

_BODY_TITLES = r"(?:Dr|Mr|Mrs|Ms|Professor|Sir|Dame|Lord|Baroness|Councillor)\.? [A-Z]"
KINDS_OF_PASSAGE = re.compile(
    r"\b(?:the )?(?:(?:key )?recommendations?|findings?|good practice(?: examples?)?|learning points?|key learning"
    r"|lessons(?: learn(?:ed|t))?|conclusions?|missed opportunit(?:y|ies)|discussion questions)\b",
    re.IGNORECASE,
)
_TOPIC = tuple(
    re.compile(rf"\b(?:{prepositions})\s+(?P<topic>(?!all\b|them\b|it\b|this\b|that\b)[^?.!;\0]+)")
    for prepositions in (
        "about|regarding|concerning|on|look(?:s|ed)? at|mentions?|covers?|names?",
        "of|into|with|for|between",
    )
)
_IS = re.compile(
    r"^\W*(?:what|who|where|when)(?:[’']s| is| are| was| were)\s+(?P<topic>(?:(?!\b(?:that|when|if"
    r"|because)\b)[^?.!;,])+)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody a question names; ``gender`` is male, female, plural or, when nothing tells, any."""

    text: str
    start: int
    end: int
    gender: str
    named: bool
    body: bool = False


def people(text: str, documents: Sequence[CitedDocument] = ()) -> list[Person]:
    """Everybody that ``text`` names by pseudonym, name, kinship, role or agency, in order, none inside another."""
    found: list[Person] = []
    for m in re.finditer(child_pattern(documents), text):
        plural = m.group().endswith(("children", "siblings"))
        found.append(
            Person(text=m.group(), start=m.start(), end=m.end(), gender="plural" if plural else "any", named=True)
        )
    for m in re.finditer(r"\b(?:Adult|Sibling|Person) (?:[A-Z]\d?|\d)\b", text):
        found.append(Person(text=m.group(), start=m.start(), end=m.end(), gender="any", named=False))
    for m in re.finditer(rf"\b{_BODY_TITLES}[\w’'-]*(?: [A-Z][\w’'-]+)*|(?<=[a-z,] ){NAME}(?= |[?.,’']|$)", text):
        if " " in m.group():
            found.append(Person(text=m.group(), start=m.start(), end=m.end(), gender="any", named=True))
    for m in PERSON.finditer(text):
        gender = next((g for g in ("male", "female", "plural") if m.group(g)), "any")
        found.append(Person(text=m.group(), start=m.start(), end=m.end(), gender=gender, named=False))
    for start, end, _ in agency_spans(re.sub(r"\b([Ff]or) (?=[Hh]ealth \w)", "\\1\0", text)):
        before = re.search(r"(?:\b(?:the|a|an) )?(?:\b(?:[Pp]ractice|primary|local|hospital) )?$", text[:start])
        at = before.start() if before else start
        plural = bool(re.search(r"(?:s|police|care|services?|CAMHS|Board|board|[Pp]artnership)$", text[start:end]))
        found.append(
            Person(text=text[at:end], start=at, end=end, gender="plural" if plural else "any", named=False, body=True)
        )  # fmt: skip
    found.sort(key=lambda p: (p.start, -p.end))
    kept: list[Person] = []
    for person in found:
        if not kept or person.start >= kept[-1].end:
            kept.append(person)
    return kept


def topic(text: str, documents: Sequence[CitedDocument] = (), *, plain: bool = False) -> str | None:
    """What a question is about beside the reviews it names, as its own words put it; None when nothing tells.

    With ``plain`` only what it says to be its subject counts: "about …", "on …", "what is …".
    """
    bare = text.strip()
    for mention in reversed(mentions(bare, documents)):
        bare = bare[: mention.start] + "\0" + bare[mention.end :]
    patterns = _TOPIC[:1] if plain else _TOPIC
    found = _IS.match(bare) or next((m for p in patterns if (m := p.search(bare))), None)
    if found:
        said = re.split(
            r",|\0|\b(?:when|while|because|and (?:what|how|why|when|who|where)|before|after)\b", found.group("topic")
        )[0]
        return re.sub(r"(?:^| )(?:in|of|from|by|to|for|into)\s*$", "", said.strip(" ?.!")).strip() or None
    opens = re.match(
        r"\W*(?:who|what|when|where|why|how|is|are|was|were|do|does|did|can|i|which|has|have)\b", bare.lower()
    )
    if len(bare.split()) <= 6 and not opens and "\0" not in bare:
        return bare.strip(" ?.!") or None
    if plain:
        return None
    bare = re.sub(child_pattern(documents), "\0", bare)
    named = re.findall(rf"(?<=[\w,] )(?:{NAME}|[A-Z]{{2,}}\w*)", bare)
    things = re.findall(r"\b(?:the|an?) (?:[\w-]+ )?[\w-]+(?= (?:of|to|for|in|that|from|by)\b|[?.,]|$)", bare)
    return named[0] if named else (things[-1] if things else None)


def themes(text: str) -> tuple[str, ...]:
    """The safeguarding themes that ``text`` speaks of."""
    return tuple(themes_in(text))
