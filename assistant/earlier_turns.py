"""What was said in the turns before: the documents that a question names and the one that a turn was about."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

_MALE = r"father|stepfather|grandfather|dad|brother|half-brother|uncle|boy|man|husband|boyfriend|son|[MP]GF"
_FEMALE = r"mother|stepmother|grandmother|mum|sister|half-sister|aunt|girl|woman|wife|girlfriend|daughter|[MP]GM"
_PLURAL = (
    r"parents|grandparents|siblings|children|babies|fathers|mothers|carers|families|girls|boys|brothers|sisters"
    r"|professionals|practitioners|staff|workers|teachers|nurses|doctors|officers|managers|reviewers|authors|people"
)
_ROLES = (
    r"child|baby|infant|teenager|young person|parent|carer|partner|neighbour|lodger|family|author|reviewer|chair"
    r"|practice nurse|nurse|doctor|consultant|paediatrician|registrar|teacher|head ?teacher|worker|manager|officer"
    r"|detective|chemist|adviser|therapist|psychologist|psychiatrist|coroner|judge|journalist|witness|actor|singer"
    r"|writer|president"
)
PERSON = re.compile(
    r"(?:\b(?:[Tt]he|[Aa]n?|[Tt]his|[Tt]hat) )?\b(?:(?:maternal|paternal|older|younger|birth|young|named|designated"
    r"|duty|weekend|out-of-hours|independent|lead|allocated|class|police|practice|support|community|housing|school"
    rf"|probation|first|second|same) ){{0,2}}(?i:(?P<male>{_MALE})|(?P<female>{_FEMALE})|(?P<plural>{_PLURAL})"
    rf"|(?P<role>{_ROLES}))\b"
)
YEAR = r"\b(?:19|20)\d{2}\b"
LETTERED = r"(?:Child|Baby|Young Person|Family|Infant) (?:[A-Z]{1,2}\d?|\d{1,2})\b(?![’']?[a-rt-z])"
SIBLINGS = r"\b(?:the|The) [A-Z][a-z]+ (?:children|siblings)\b"
KIND_OF_DOCUMENT = (
    r"(?:(?:serious|significant) case review|(?:local )?child safeguarding practice review|(?:child )?practice review"
    r"|(?:rapid|learning|national|thematic|systems) review|overview report|(?:press|newspaper) report|review|report"
    r"|inquiry|guidance|minutes|response|case|SCR|LCSPR)\b(?!s)"
)
_WORD = r"[A-Z][\w’'-]{0,30}[a-z]"
_NOT_A_NAME = (
    r"(?!(?:What|Which|Who|Whose|When|Where|Why|How|Did|Do|Does|Was|Were|Is|Are|Has|Have|Had|Can|Could|Should"
    r"|Would|The"
    r"|In|At|For|From|And|But|Or|So|If|After|Before|Between|Of|On|To|By|Tell|Show|List|Give|Compare|Any|Some|No|Not|I"
    r"|Out|According|Since|Under|Please|Yes|Ok|Okay|Thanks|Thank|Sorry|Then|That|This|These|Those|Child|Baby"
    r"|Young|Family"
    r"|Are|Explain|Describe|Summarise|It|He|She|They|All|There|We|You|My|Our|Also|Actually|Name|Serious|Local"
    r"|National"
    r"|Working|Say|With|About|As)\b)"
)
NAME = rf"{_NOT_A_NAME}{_WORD}(?: (?:of |and |upon )?{_NOT_A_NAME}{_WORD}){{0,4}}"
GENERIC = re.compile(
    rf"\b(?:(?:[Tt]he|[Aa]ny|other|[Tt]hese|published|[Aa]ll) )?(?:{NAME} )??(?:serious case |practice )?"
    r"(?P<noun>reviews|reports|cases)\b"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedDocument:
    """A document that an answer cited."""

    id: str
    title: str
    area: str | None
    year: int | None
    pseudonyms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A question as it was understood then, on its own, and the documents that its answer cited, best first."""

    question: str
    documents: tuple[CitedDocument, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A review or other document as a question names it, from ``start`` to ``end`` of the question."""

    start: int
    end: int
    text: str
    area: str | None = None
    year: int | None = None
    child: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A follow-up as read: its text, how each word was read, and the documents that it is held to."""

    text: str
    how: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()


def kind_of(document: CitedDocument) -> str | None:
    """What the title says the document is, in one word; None when it does not."""
    found = re.search(r"\b(response|minutes|guidance|inquiry|review)\b", document.title, re.IGNORECASE)
    return found.group(1).lower() if found and not re.search(r"[‘“]", document.title) else None


def child_of(document: CitedDocument) -> str | None:
    """The pseudonym in the document's title; None when the title names no child."""
    held = [p for p in document.pseudonyms if p.lower() in document.title.lower()]
    return max(held, key=len, default=None)


def label(document: CitedDocument, *, child: bool = True) -> str:
    """The document in a reader's words: "the Harrowmere review of 2009 (Child A)"."""
    kind, year = kind_of(document), f" of {document.year}" if document.year else ""
    place = document.area or ("national" if re.search(r"\bnational\b", document.title, re.IGNORECASE) else None)
    if kind is None or place is None:
        return f"“{document.title}”" + (f" ({document.year})" if document.year else "")
    named = child_of(document) if child else None
    return f"the {place} {kind}{year}" + (f" ({named})" if named else "")


def known(turns: Sequence[Turn]) -> tuple[CitedDocument, ...]:
    """Every document cited so far, those of the latest turn first, each once."""
    return tuple({d.id: d for turn in reversed(turns) for d in turn.documents}.values())


def children_of(documents: Sequence[CitedDocument]) -> frozenset[str]:
    """The names under which children go in ``documents``: those of the titles, and invented first names."""
    titled = {c for d in documents if (c := child_of(d))}
    given = {p for d in documents for p in d.pseudonyms if re.fullmatch(r"[A-Z][a-z]+", p) and not PERSON.match(p)}
    return frozenset(titled | given)


def child_pattern(documents: Sequence[CitedDocument]) -> str:
    """A pattern for children by pseudonym: lettered ones, and those that ``documents`` give a name."""
    names = sorted((re.escape(name) for name in children_of(documents)), key=lambda name: (-len(name), name))
    return "(?:" + "|".join([LETTERED, SIBLINGS, *names]) + ")"


@lru_cache(maxsize=1)
def _mention_pattern() -> re.Pattern[str]:
    return re.compile(
        rf"(?:\b(?:[Tt]he|[Tt]hat|[Tt]his) )?(?:(?P<y1>{YEAR}) )?(?:(?P<a1>{NAME})(?:[’']s)? )??(?:(?P<y2>{YEAR}) )?"
        rf"(?:(?P<c1>{LETTERED}|{SIBLINGS})(?:[’']s?)? )?(?:(?:published|local|safeguarding) )?(?i:{KIND_OF_DOCUMENT})"
        rf"(?:,? (?:(?:of|from|in|published in) )?\(?(?P<y3>{YEAR})\)?)?"
        rf"(?P<before> (?:\(|(?:into|of|on|about|in respect of|for|regarding) )(?:the )?(?:case of )?"
        rf"(?P<c2>{LETTERED}|{SIBLINGS}|{NAME})\)?)?"
        rf"(?: (?:from|in|by|at|for) (?P<a2>{NAME})(?! [Ss]chool))?(?:,? (?:(?:of|from|in) )?\(?(?P<y4>{YEAR})\)?)?"
    )


def mentions(text: str, documents: Sequence[CitedDocument] = ()) -> list[Mention]:
    """The documents that ``text`` speaks of by a kind and a place, year or child, in order."""
    children = children_of(documents)
    return [m for found in _mention_pattern().finditer(text) if (m := _mention(found, children))]


def _mention(found: re.Match[str], children: frozenset[str]) -> Mention | None:
    area, child, after = found.group("a1") or found.group("a2"), found.group("c1"), found.group("c2")
    end = found.end()
    if area in children:
        area, child = None, area
    if after and (after in children or re.fullmatch(rf"{LETTERED}|{SIBLINGS}", after)):
        child = after
    elif after:  # a review "on Police" or "of Harrowmere" is not named by a child
        end = found.start("before")
    years = [found.group(y) for y in ("y1", "y2", "y3", "y4") if found.group(y) and found.end(y) <= end]
    if not (area or years or child):
        return None
    text = found.string[found.start() : end]
    return Mention(
        start=found.start(), end=end, text=text, area=area, year=int(years[0]) if years else None, child=child
    )


def named_documents(text: str, documents: Sequence[CitedDocument]) -> tuple[CitedDocument, ...]:
    """Those of ``documents`` that ``text`` points at by area, year, child or title; best matching ones, in order."""
    children = set(re.findall(child_pattern(documents), text))
    years = set(re.findall(YEAR, text))
    scores: dict[str, int] = {}
    for d in documents:
        area = bool(d.area and re.search(rf"\b{re.escape(d.area)}\b", text))
        other_area = not area and any(o.area and re.search(rf"\b{re.escape(o.area)}\b", text) for o in documents)
        child = bool(children & set(d.pseudonyms))
        strange = bool(children) and not child
        titled = d.title.lower() in text.lower()
        year = str(d.year) in years
        if (
            not (area or child or titled or year)
            or other_area
            or strange
            or (years and d.year and not year and not titled)
        ):
            scores[d.id] = 0
            continue
        kind = kind_of(d) or "other"
        said = kind != "other" and re.search(rf"\b{kind}\b", text, re.IGNORECASE) is not None
        main = bool(child and child_of(d) in children)
        scores[d.id] = 4 * area + 3 * child + 2 * year + 6 * titled + said + main
    best = max(scores.values(), default=0)
    return tuple(d for d in documents if best and scores[d.id] == best)


def subject(turn: Turn, documents: Sequence[CitedDocument]) -> CitedDocument | None:
    """The one document that a turn was about: the one its question names, else the only one that it cites."""
    named = named_documents(turn.question, documents)
    cited = [d for d in turn.documents if d in named]
    if len(named) == 1:
        return named[0]
    if len(cited) == 1 or named and cited and _spoken_of_alone(turn.question, documents):
        return cited[0]
    names = re.search(child_pattern(documents), turn.question) or mentions(turn.question, documents)
    return turn.documents[0] if len(turn.documents) == 1 and not named and not names else None


def _spoken_of_alone(text: str, documents: Sequence[CitedDocument]) -> bool:
    areas = {d.area for d in documents if d.area and re.search(rf"\b{re.escape(d.area)}\b", text)}
    return len(areas) == 1 and len(set(re.findall(YEAR, text))) < 2 and len(mentions(text, documents)) < 2


def with_phrase(question: str, phrase: str) -> str:
    """``question`` with ``phrase`` before its question mark."""
    body = question.rstrip(" ?.!")
    return f"{body} {phrase}?"
