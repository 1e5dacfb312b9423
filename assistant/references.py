"""Words that mean something said before ("she", "it", "that review") read as what they mean."""

import re
from collections.abc import Sequence

from assistant.antecedents import OBJECT_ENDS, REVIEWING, Sign, fits, is_loose, names_something, signs, speaks_of_a_case
from assistant.earlier_turns import (
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
from assistant.spoken_of import people, topic

OUTSIDE = re.compile(
    r"\b(?:respon\w+|press|newspaper|journalist|council(?:lors?)?|committee|minutes|other|another|any|reviews|reports"
    r"|elsewhere|since then|in common)\b", re.IGNORECASE,
)  # fmt: skip
_AFTER = re.compile(r" \(after “.*”\)\?$")
_RECOMMENDED = re.compile(
    r"\b(?:address\w*|accept\w*|implement\w*|put into practice|carried out|agreed|numbered|made to|rejected"
    r"|met)\b|\bfor[ ?.]*$",
    re.IGNORECASE,
)
_OWN = re.compile(
    r"\b(?:old|age|aged|born|weigh|died?|injur\w*|live|survive|name|hurt|harmed?|feel|want|school)\b", re.IGNORECASE
)


def resolve(text: str, turns: Sequence[Turn]) -> Reading | None:
    """``text`` with what its words mean put in their place; None when no word of it leans on an earlier turn."""
    documents = known(turns)
    found = signs(text, documents)
    case = speaks_of_a_case(text, documents)
    if not found and not case:
        loose = is_loose(text) and not names_something(text, documents)
        return _continued(text, turns) if loose else None
    place = _place(turns, documents)
    if not found and not place:
        return None
    out, how, at, done = "", [], 0, set[str]()
    unread = False
    for sign in found:
        if sign.kind in done and sign.kind in ("male", "female", "plural", "thing"):
            continue
        meant = _meaning(sign, text, turns, documents)
        if meant is None:
            unread = True
            continue
        done.add(sign.kind)
        word, told = _in_form(sign, meant, text), meant
        out += text[at : sign.start] + word
        at = sign.end
        how.append(f"“{sign.word}” read as {told}")
    out += text[at:]
    out = out[:1].upper() + out[1:]
    if unread and not how:
        return _continued(text, turns)
    return _placed(out, text, how, place, documents)


def _placed(
    out: str, text: str, how: list[str], place: CitedDocument | str | None, documents: Sequence[CitedDocument]
) -> Reading:
    """The reading with the review it speaks of, unless it names one; held to it where it is one that was cited."""
    named = bool(mentions(out, documents)) or any(d.area and d.area in out for d in documents) or "“" in out
    named = named or names_something(text, documents)
    general = re.search(r"\b(?:reviews|reports|cases)\b", text)
    if place and not named and not general:
        child = child_of(place) if isinstance(place, CitedDocument) else None
        said = label(place, child=not (child and child in out)) if isinstance(place, CitedDocument) else place
        if isinstance(place, CitedDocument) and place.area and OUTSIDE.search(text):
            said = f"the {place.area} case"  # what others said of it need not stand in the review
        if not (isinstance(place, str) and place in out):
            out = with_phrase(out, f"in {said}")
            how.append(f"asked of {said}")
        named = True
    held = named_documents(out, documents) if named else ()
    about = tuple(d.id for d in held) if len(held) == 1 and not OUTSIDE.search(text) else ()
    return Reading(text=out, how=tuple(how), about=about)


def _continued(text: str, turns: Sequence[Turn]) -> Reading:
    """``text`` and the question before, where no single word of that can stand for what is meant."""
    last = _AFTER.sub("", turns[-1].question).rstrip(" ?.!")
    body = text.strip().rstrip(" ?.!")
    documents = known(turns)
    place = None if names_something(text, documents) or OUTSIDE.search(text) else _place(turns, documents)
    return Reading(
        text=f"{body[:1].upper()}{body[1:]} (after “{last}”)?",
        how=("read together with the question before",),
        about=(place.id,) if isinstance(place, CitedDocument) else (),
    )


def _place(turns: Sequence[Turn], documents: Sequence[CitedDocument]) -> CitedDocument | str | None:
    """The review that the talk is about: the latest turn's, or the one before where that turn names none at all."""
    for turn in reversed(turns[-3:]):
        if (document := subject(turn, documents)) is not None:
            return document
        if found := mentions(turn.question, documents):
            return found[0].text
        if child := re.search(child_pattern(documents), turn.question):
            return f"the case of {child.group()}"
        if re.search(r"\b(?:reviews|reports)\b", turn.question) or turn.documents:
            return None
    return None


def place_or_best(turns: Sequence[Turn], documents: Sequence[CitedDocument]) -> str | None:
    """The review that "that review" means: the one spoken of, else the best that the latest answer cited."""
    place = _place(turns, documents)
    if place is None:
        place = next((turn.documents[0] for turn in reversed(turns) if turn.documents), None)
    return label(place) if isinstance(place, CitedDocument) else place


def _meaning(sign: Sign, text: str, turns: Sequence[Turn], documents: Sequence[CitedDocument]) -> str | None:
    if sign.kind == "document":
        return place_or_best(turns, documents)
    if sign.kind in ("male", "female", "plural"):
        return _person(sign, text, turns, documents)
    last = turns[-1].question
    if sign.kind == "there":
        return place_or_best(turns, documents)
    if sign.kind == "pointed":
        noun = text[sign.start : sign.end].split()[-1]
        place = _place(turns, documents)
        subject_ = topic(last, documents)
        return f"the {noun}" if place else (f"the {noun} about {subject_}" if subject_ else None)
    return _thing(sign, text, turns, documents)


def _thing(sign: Sign, text: str, turns: Sequence[Turn], documents: Sequence[CitedDocument]) -> str | None:
    """What "it" or "this" means: the review where the question asks what reviews do, else the subject spoken of."""
    place = _place(turns, documents)
    reviewing = REVIEWING.search(text[sign.end :] or "") or re.match(
        r"\W*who (?:wrote|chaired|led|published)\b", text, re.I
    )
    if place is not None and sign.kind == "thing" and reviewing:
        return place_or_best(turns, documents)
    for turn in reversed(turns[-3:]):
        if said := topic(turn.question, documents, plain=True):
            return said
        if sign.kind == "thing" and mentions(turn.question, documents):
            return place_or_best(turns, documents)
        if sign.kind == "thing" and (said := topic(turn.question, documents)):
            return said
    return None


def _person(sign: Sign, text: str, turns: Sequence[Turn], documents: Sequence[CitedDocument]) -> str | None:
    """Who "he", "she" or "they" means: the latest who fits, kinship words before others; else the review's child."""
    here = {p.text.lower() for p in people(text, documents)}
    if sign.kind == "plural" and _RECOMMENDED.search(text) and re.search(r"\brecommend", turns[-1].question):
        return "the recommendations"
    place = _place(turns, documents)
    for turn in reversed(turns[-4:]):
        there = subject(turn, documents)
        if place is not None and there is not None and there != place:
            continue  # somebody of another review
        fitting = [
            p for p in people(turn.question, documents) if fits(p, sign.kind, own=False) and p.text.lower() not in here
        ]
        said = _plural_topic(turn, documents) if sign.kind == "plural" else None
        if said and all(p.gender != "plural" or p.text in said for p in fitting):
            return said
        if not fitting:
            continue
        exact = [p for p in fitting if p.gender == sign.kind]
        children = [p for p in fitting if p.named] if _OWN.search(text) and sign.kind != "plural" else []
        return _definite((exact or children or fitting)[0].text)
    if isinstance(place, CitedDocument) and (child := child_of(place)):
        return child
    if sign.kind == "plural":
        return next((t for turn in reversed(turns[-2:]) if (t := topic(turn.question, documents))), None)
    return None


def _plural_topic(turn: Turn, documents: Sequence[CitedDocument]) -> str | None:
    said = topic(turn.question, documents)
    return (
        said
        if said and re.match(r"(?:the )?(?:[\w-]+ ){0,2}(?:[\w-]{3,}s|children|people|staff)\b(?! of)", said)
        else None
    )


def _definite(name: str) -> str:
    """ "a health visitor" as one who has been spoken of."""
    return re.sub(r"^(?:an?|this|that|The) ", "the ", name, flags=re.IGNORECASE)


def _in_form(sign: Sign, meant: str, text: str) -> str:
    """``meant`` as it stands in place of the word: with ’s where the word is a possessive."""
    word, after = sign.word.lower(), text[sign.end :]
    possessive = word in ("his", "their", "its") or word == "her" and not OBJECT_ENDS.match(after)
    if sign.kind == "there":
        return f"in {meant}"
    if not possessive:
        return meant
    return f"{meant}’" if re.search(r"(?<=[a-z]{3})s$", meant) and not meant[0].isupper() else f"{meant}’s"
