"""A phrase put into the last question in the place of the phrase of its kind: agency for agency, year for year."""

import re
from collections.abc import Sequence

from assistant.choices import chosen_document, of_document, of_reviews, put_document, tidy
from assistant.earlier_turns import (
    GENERIC,
    NAME,
    YEAR,
    Mention,
    Reading,
    Turn,
    child_of,
    child_pattern,
    known,
    label,
    mentions,
    named_documents,
    subject,
    with_phrase,
)
from assistant.spoken_of import KINDS_OF_PASSAGE, people, themes, topic

_SECTORS = frozenset(["housing", "health", "education", "social care", "the council", "councils", "youth justice"])
LIGHT = frozenset("the a an any some all of in for from about on to by with at and or both its their only just".split())
_NUMBERED = re.compile(
    r"(?i)(?:the )?(?:recommendation|finding|paragraph|page|section|chapter|appendix|lesson"
    r"|learning point)s? \d[\d.]*$"
)
TAIL = re.compile(r"(?:,? (?:then|too|as well|please|though|instead|again))*[ ?.!]*$", re.IGNORECASE)
_PREPOSITIONS = "in|for|from|at|by|to|among|during|after|before|with|without|since|until|between|about|on"
_ADDED = re.compile(
    r", (?:and (?:(?:why|when|where|how|who|which|on which|in which|by whom|from whom|since when|what)\b[^,]*)"
    r"|as regards [^,]*"
    r"|as well as [^,]*)(?=\?$)"
)


def fragment(rest: str, turns: Sequence[Turn], verb: str) -> Reading:
    """The last question with the new phrase in the place of the phrase of its kind, else with the phrase added."""
    phrase = re.sub(r"(?i)^(?:only|just) ", "", TAIL.sub("", rest).strip(" ,"))
    phrase = re.sub(r"(?i)^(?:his|her|their) ", "the ", phrase)
    last = base(turns[-1].question)
    if chosen := chosen_document(phrase, turns):
        return of_document(last, chosen, phrase, turns, verb)
    if _NUMBERED.match(phrase):
        return _numbered(last, phrase, turns)
    for swap in (_by_head, _by_mention, _by_child, _by_year, _by_actor, _by_kind, _by_theme):
        if (text := swap(last, phrase, turns)) is not None:
            text = _still_of(text, last, turns)
            how = f"{verb}the question before with “{phrase}” instead"
            return Reading(text=text, how=(how,), about=held_to(text, turns))
    text = _added(last, phrase, turns)
    return Reading(text=text, how=(f"the question before, with “{phrase}” added",), about=held_to(text, turns))


def _numbered(last: str, phrase: str, turns: Sequence[Turn]) -> Reading:
    """ "What about recommendation 4?": of the review spoken of."""
    documents, held = known(turns), about_of(turns)
    place = next((label(d) for d in documents if d.id in held), None)
    named = mentions(last, documents)
    said = place or (named[0].text if named else None)
    text = f"What is {phrase} in {said}?" if said else f"What is {phrase}?"
    return Reading(text=text, how=(f"“{phrase}” of {said or 'what was spoken of'}",), about=held)


def _still_of(text: str, last: str, turns: Sequence[Turn]) -> str:
    """``text`` with the review that ``last`` pointed at by its child, where the child has gone from it."""
    documents = known(turns)
    now = subject(turns[-1], documents)
    lost = now is not None and now in named_documents(last, documents) and not named_documents(text, documents)
    elsewhere = mentions(text, documents) or GENERIC.search(text) or re.search(child_pattern(documents), text)
    return with_phrase(text, f"in {label(now)}") if now is not None and lost and not elsewhere else text


def _added(last: str, phrase: str, turns: Sequence[Turn]) -> str:
    """``last`` with a phrase that no phrase of its kind makes room for."""
    said = topic(last, known(turns))
    if re.match(rf"(?i)(?:{_PREPOSITIONS})\b", phrase):
        return with_phrase(last, phrase)
    if said and phrase[:1].isupper() and re.match(r"(?i)\W*(?:what|who) (?:is|are|was|were) ", last):
        return last.replace(said, phrase, 1)
    return f"{last.rstrip(' ?.!')}, as regards {phrase}?"


def held_to(text: str, turns: Sequence[Turn]) -> tuple[str, ...]:
    """The document that a completed question names, where it names one review of those cited."""
    documents = known(turns)
    held = named_documents(text, documents)
    areas = {m.area for m in mentions(text, documents) if m.area}
    strange = areas - {d.area for d in documents}
    return (held[0].id,) if len(held) == 1 and not strange and not GENERIC.search(text) else ()


def about_of(turns: Sequence[Turn]) -> tuple[str, ...]:
    """The document that the latest question names, as far as it is one that was cited."""
    held = named_documents(turns[-1].question, known(turns))
    return (held[0].id,) if len(held) == 1 else ()


def base(question: str) -> str:
    """``question`` without what earlier follow-ups added behind a comma."""
    while (shorter := _ADDED.sub("", question)) != question:
        question = shorter
    return question


def _by_head(last: str, phrase: str, turns: Sequence[Turn]) -> str | None:
    """ "in babies under six weeks" for "in babies who cannot move"."""
    head = re.match(r"(?i)(?:in|for|from|by|with|about|on|at|to) (?:the )?[a-z]\w+\b(?= \w)", phrase)
    found = re.search(rf"\b{re.escape(head.group())}\b", last, re.IGNORECASE) if head else None
    if not found or mentions(last[found.start() :], known(turns)):
        return None
    return f"{last[: found.start()]}{phrase}?"


def _by_mention(last: str, phrase: str, turns: Sequence[Turn]) -> str | None:
    """Review for review, place for place."""
    documents = known(turns)
    bare = re.sub(r"^(?:in|for|from|by|about) ", "", phrase, flags=re.IGNORECASE)
    held = named_documents(bare, documents)
    named = mentions(bare, documents)
    whole = named and named[0].end - named[0].start >= len(bare) - 4
    place = re.fullmatch(rf"(?:the )?(?P<name>{NAME})(?:[’']s)?(?: one)?", bare)
    if re.fullmatch(child_pattern(documents), bare) or not (whole or place) or people(bare) and not whole and not held:
        return None
    if len(held) == 1:
        return put_document(last, held[0], documents)
    said = named[0].text if whole else f"the {place.group('name')} review" if place else bare
    found = mentions(last, documents)
    if found:
        return tidy(last[: found[0].start] + said + last[found[0].end :])
    if generic := GENERIC.search(last):
        return of_reviews(last, generic, said, documents)
    name = place.group("name") if place else None
    for d in documents:
        if name and d.area and (old := re.search(rf"\b{re.escape(d.area)}\b", last)):
            return last[: old.start()] + name + last[old.end() :]
    return with_phrase(last, f"in {said}") if whole else None


def _by_child(last: str, phrase: str, turns: Sequence[Turn]) -> str | None:
    """Child for child: the review goes with the child it was about."""
    documents = known(turns)
    child = re.fullmatch(
        rf"(?:in |for |about |with )?(?:the case of )?(?P<name>{child_pattern(documents)})(?:[’']s)?(?: case)?", phrase
    )
    if not child:
        return None
    name = child.group("name")
    held = [d for d in documents if child_of(d) == name] or [d for d in documents if name in d.pseudonyms]
    now = subject(turns[-1], documents)
    if len(held) == 1 and held[0] != now:
        return put_document(last, held[0], documents)
    found = mentions(last, documents)
    if found and (len(held) != 1 or held[0] != now):
        return tidy(last[: found[0].start] + f"the review into {name}" + last[found[0].end :])
    old = re.search(child_pattern(documents), last)
    if old:
        return last[: old.start()] + name + last[old.end() :]
    generic = GENERIC.search(last)
    if generic:
        return of_reviews(last, generic, f"the review into {name}", documents)
    return with_phrase(last, f"in the case of {name}")


def _by_year(last: str, phrase: str, turns: Sequence[Turn]) -> str | None:
    """Year for year; the review of another year is another review."""
    documents = known(turns)
    year = re.fullmatch(
        rf"(?P<lead>(?:in|since|before|after|by|from|until|the) )?(?P<year>{YEAR})", phrase, re.IGNORECASE
    )
    if not year:
        return None
    found = next((m for m in mentions(last, documents) if m.year), None)
    if found:
        return last[: found.start] + _other_year(found, year.group("year")) + last[found.end :]
    if old := re.search(rf"(?:\b(?:in|since|before|after|by|from|until) )?{YEAR}", last):
        said = phrase if year.group("lead") and " " in old.group() else year.group("year")
        return last[: old.start()] + said + last[old.end() :]
    return with_phrase(last, phrase if year.group("lead") else f"in {phrase}")


def _other_year(mention: Mention, year: str) -> str:
    place = f" {mention.area}" if mention.area else ""
    return f"the{place} review of {year}"


def _by_actor(last: str, phrase: str, turns: Sequence[Turn]) -> str | None:
    """Agency for agency, role for role."""
    documents = known(turns)
    lead = re.match(r"(?i)(?P<p>(?:for|to|by|from|with|about|in|at|of) )?(?P<who>.+)$", phrase)
    if not lead:
        return None
    who = lead.group("who")
    named = [p for p in people(who, documents) if not p.named]
    left = who
    for p in reversed(named):
        left = left[: p.start] + left[p.end :]
    sector = who.lower() in _SECTORS
    if not (named or sector) or not sector and [w for w in left.lower().split() if w not in LIGHT]:
        return None
    spans = [(m.start, m.end) for m in mentions(last, documents)]
    slots = [p for p in people(last, documents) if not any(s <= p.start < e for s, e in spans)]
    slots = [p for p in slots if not p.named] or [
        p for p in slots if lead.group("p") is None and _subject_of(last, p.start)
    ]
    if not slots:
        return None
    preposition = (lead.group("p") or "").lower()
    fit = [p for p in slots if preposition and last[: p.start].lower().endswith(preposition)]
    if preposition in ("in ", "at ") and not fit:
        return None
    asked = fit or [p for p in slots if re.search(r"(?i)\b(?:for|to) $", last[: p.start])]
    slot = (asked or [p for p in slots if _subject_of(last, p.start)] or slots)[0]
    return last[: slot.start] + who + last[slot.end :]


def _subject_of(text: str, start: int) -> bool:
    return bool(
        re.search(r"(?i)\b(?:did|was|were|do|does|is|are|had|has|have|should|could|would|didn[’']t) $", text[:start])
    )


def _by_kind(last: str, phrase: str, turns: Sequence[Turn]) -> str | None:
    """Kind of passage for kind of passage: findings for recommendations."""
    new = KINDS_OF_PASSAGE.fullmatch(phrase)
    old = KINDS_OF_PASSAGE.search(last)
    if not new or not old:
        return None
    bare = re.sub(r"^the ", "", phrase, flags=re.IGNORECASE)
    return last[: old.start()] + ("the " if old.group().lower().startswith("the ") else "") + bare + last[old.end() :]


def _by_theme(last: str, phrase: str, turns: Sequence[Turn]) -> str | None:
    """Theme for theme, where the last question asks about one and the phrase is one."""
    preposition = re.match(r"(?i)(?:about|on) ", phrase)
    new = phrase[preposition.end() :] if preposition else phrase
    said = topic(last, known(turns))
    if not said or not themes(new) or not themes(said) or re.match(r"(?i)(?:in|for|from|by|at|with|to) ", phrase):
        return None
    at = last.rfind(said)
    return last[:at] + new + last[at + len(said) :]
