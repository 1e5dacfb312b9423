"""Which of the documents before a follow-up means: "the other one", "the second review", "the 2021 one", "both"."""

import re
from collections.abc import Sequence

from assistant.earlier_turns import (
    GENERIC,
    KIND_OF_DOCUMENT,
    NAME,
    YEAR,
    CitedDocument,
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
from assistant.spoken_of import topic

ONE = re.compile(
    r"\b(?:the|that) (?P<which>other|first|second|third|fourth|last|latter|former|earlier|earliest|later|latest|older"
    r"|oldest|newer|newest|most recent|more recent)(?: (?:one|review|report|case|document)\b(?![’']s)|(?=[?.!,]*$)"
    r"|(?= (?:say|said|find|found|recommend|mention|make|conclude|look|was|is|did|does|has|have)\b))",
    re.IGNORECASE,
)
YEAR_ONE = re.compile(rf"\b(?:the|that) (?P<which>{YEAR}|{NAME}) ones?\b")
_ORDER = {"first": 0, "former": 0, "second": 1, "third": 2, "fourth": 3}
_ALL = re.compile(
    r"^\W*(?:now |please )*(?:compare|contrast|summarise|list|name) (?P<all>them(?: all)?|both(?: of them)?|these"
    r"|those|the two)\b"
    r"|\b(?:all|each|any|none|one|both|either|which|how many) of (?P<all1>them|these|those)(?= (?:mention|say"
    r"|said|look|find"
    r"|found|recommend|make|made|name|cover|include|discuss|deal|(?:is|was|are|were) (?:the )?(?:more|most|late"
    r"|old|new|ear"
    r"|long|short))|[ ?.!]*$)"
    r"|\bdo (?P<all2>they) (?=(?:all |both )?(?:have in common|agree|differ|say the same|contradict))"
    r"|^\W*(?:and )?(?:what|how|why|where|when) (?:do|did|does) (?P<all3>both|either)\b(?! (?:the|a|of|\w+s)\b)"
    r"|^\W*(?:does|did|do) (?P<all4>either|both|neither)(?= (?:mention|say|look|find|recommend|name|make|cover"
    r"|include)\b)",
    re.IGNORECASE,
)
_WHICH_ONE = re.compile(
    r"^\W*(?:and )?which (?:ones? )?(?:is|was|has|had|makes|made|are|were) (?:the )?(?:more|most|later|latest"
    r"|older|oldest|newer|newest"
    r"|earlier|earliest|longer|longest|shorter|shortest|fewer|fewest|first)\b[^,]*$",
    re.IGNORECASE,
)


def together(question: str, turns: Sequence[Turn]) -> Reading | None:
    """A question about all the documents before it, "compare them", "does either …?", with their names in it."""
    found = _ALL.search(question) or _WHICH_ONE.match(question)
    offered = alternatives(turns)[:4]
    if not found or len(offered) < 2 or mentions(question, known(turns)):
        return None
    names = [label(d) for d in offered]
    word = next((g for g, v in found.groupdict().items() if v), None)
    choice = re.search(r"(?i)\b(?:either|which|one of)\b", found.group())
    said = f"{', '.join(names[:-1])} {'or' if choice else 'and'} {names[-1]}"
    text = (
        question[: found.start(word)] + said + question[found.end(word) :]
        if word
        else f"{question.rstrip(' ?.!')}: {said}?"
    )
    told = found.group(word) if word else "which"
    return Reading(
        text=text[:1].upper() + text[1:], how=(f"“{told}” read as {said}",), about=tuple(d.id for d in offered)
    )


def chosen_document(phrase: str, turns: Sequence[Turn]) -> CitedDocument | None:
    """The document that "the other one", "the second review" or "the 2021 one" means; None when none can be told."""
    documents = known(turns)
    if YEAR_ONE.search(phrase) or re.fullmatch(rf"(?:in |from |the )*{YEAR}", phrase):
        return _of_year(phrase, turns)
    found = ONE.search(phrase)
    bare = re.sub(r"^(?:in|from|by|for) ", "", phrase.lower())
    if found is None and len(bare.split()) > 2 and re.search(rf"{KIND_OF_DOCUMENT}$", bare):
        fits = [d for d in documents if label(d).lower().startswith(bare)]
        return fits[0] if len(fits) == 1 else None
    if found is None or found.start() > len("from "):
        return None
    which, offered = found.group("which").lower(), alternatives(turns)
    if which == "other":
        now = subject(turns[-1], documents) or (offered[0] if offered else None)
        rest = [d for d in offered if d != now]
        return rest[0] if len(rest) == 1 else None
    if which in _ORDER:
        return offered[_ORDER[which]] if _ORDER[which] < len(offered) else None
    if which in ("last", "latter"):
        return offered[-1] if offered else None
    dated = sorted((d for d in offered if d.year), key=lambda d: d.year or 0)
    return (dated[0] if which.startswith(("ear", "old")) else dated[-1]) if dated else None


def _of_year(phrase: str, turns: Sequence[Turn]) -> CitedDocument | None:
    """The document of the year, or the place, that "the 2021 one" names; of a bare year only one of the same place."""
    documents, found = known(turns), YEAR_ONE.search(phrase)
    which = found.group("which") if found else re.sub(r"\D", "", phrase)
    fits = [d for d in documents if which in (str(d.year), d.area)]
    now = subject(turns[-1], documents)
    same = [d for d in fits if now and d.area == now.area and d != now]
    if same:
        return same[0]
    return fits[0] if found and fits else None


def alternatives(turns: Sequence[Turn]) -> tuple[CitedDocument, ...]:
    """The documents to choose from: those the latest question names, two or more, else those that it cites."""
    documents = known(turns)
    for turn in reversed(turns):
        named: list[CitedDocument] = []
        for start, end in _namings(turn.question, documents):
            held = named_documents(turn.question[start:end], documents)
            now = [d for d in held if d in turn.documents] or list(held)
            named += [d for d in now[:1] if d not in named]
        if len(named) > 1:
            return tuple(named)
        if len(turn.documents) > 1:
            return turn.documents
    return documents


def _namings(text: str, documents: Sequence[CitedDocument]) -> list[tuple[int, int]]:
    areas = "|".join(sorted({re.escape(d.area) for d in documents if d.area})) or r"(?!)"
    found = [
        m.span()
        for m in re.finditer(
            rf"\b(?:{areas})(?:[’']s)?(?: review)?(?: of {YEAR})?|{YEAR}|{child_pattern(documents)}", text
        )
    ]
    spans = [(m.start, m.end) for m in mentions(text, documents)]
    return sorted(spans + [f for f in found if not any(s <= f[0] < e for s, e in spans)])


def of_document(last: str, chosen: CitedDocument, phrase: str, turns: Sequence[Turn], verb: str) -> Reading:
    text = put_document(last, chosen, known(turns))
    now = subject(turns[-1], known(turns))
    excluded = (now.id,) if now and now != chosen and re.search(r"\bother\b", phrase) else ()
    return Reading(text=text, how=(f"{verb}“{phrase}” read as {label(chosen)}",), about=(chosen.id,), excluded=excluded)


def put_document(last: str, chosen: CitedDocument, documents: Sequence[CitedDocument]) -> str:
    """``last`` asked of the document ``chosen`` instead of the one it names."""
    child, said = child_of(chosen), label(chosen)
    found = mentions(last, documents)
    if found:
        first = found[0]
        text = last[: first.start] + said + last[first.end :]
        for mention in reversed(mentions(text, documents)):
            if mention.start > first.start + len(said) and re.search(r"(?:\band\b|\bor\b) $", text[: mention.start]):
                joint = re.search(r",? (?:and|or) $", text[: mention.start])
                text = text[: joint.start() if joint else mention.start] + text[mention.end :]
        rest = [
            m
            for m in re.finditer(child_pattern(documents), text)
            if not first.start <= m.start() < first.start + len(said)
        ]
        if child and rest and rest[0].group() not in chosen.pseudonyms:
            text = text[: rest[0].start()] + child + text[rest[0].end() :]
        return tidy(text)
    if old := re.search(child_pattern(documents), last):
        text = last[: old.start()] + (child or "the child") + last[old.end() :]
        return with_phrase(text, f"in {label(chosen, child=not child)}")
    if generic := GENERIC.search(last):
        return of_reviews(last, generic, said, documents)
    for d in documents:
        if d.area and (old := re.search(rf"\b{re.escape(d.area)}\b(?:[’']s)?", last)):
            return last[: old.start()] + said + last[old.end() :]
    return with_phrase(last, f"in {said}")


def of_reviews(last: str, generic: re.Match[str], said: str, documents: Sequence[CitedDocument]) -> str:
    """A question about reviews at large asked of the one called ``said``."""
    counted = re.search(r"(?i)\b(?:which|what|how many) $", last[: generic.start()])
    about = topic(last, documents)
    if counted:
        return f"What does {said} say about {about}?" if about else with_phrase(last, f"in {said}")
    return tidy(last[: generic.start()] + said + last[generic.end() :])


def tidy(text: str) -> str:
    text = re.sub(r"\b([Dd])o (?=the\b[^?]* of \d{4}|“|the review into )", r"\1oes ", text)
    text = re.sub(r"\b([Hh])ave (?=the\b[^?]* of \d{4})", r"\1as ", text)
    return re.sub(r"\b[Tt]he the\b", "the", text[0].upper() + text[1:])
