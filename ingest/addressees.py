"""To whom a recommendation is addressed: as its column or line says, else as its words or its heading do."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ingest.agencies import agency_spans
from ingest.finding_leads import is_zone
from ingest.records import Paragraph
from ingest.sentences import split_sentences

_KINDS_OF_BODY = (
    "Board|Partnership|Trusts?|Councils?|Constabulary|Police|Hospitals?|Commissioning Group|CCG|ICB|Homes|Academy|Schools?|Services?|Panel"
    "|College|Authority|Committee|Group|Team|Agency|Care|Department|Office|Project|Association|University|Inspectorate|Hub"
)
_WORD = r"[A-Z][\w’'&-]*"
_NAME = re.compile(rf"(?:{_WORD},? (?:and |of |for |of the |upon |& )?){{0,7}}(?:{_KINDS_OF_BODY})\b(?: of [A-Z]\w+)?")
_PROPER = re.compile(rf"{_WORD}(?: (?:and|of|for|of the|&) (?={_WORD})| (?={_WORD}))?(?:{_WORD}(?: (?:and|of|for|&) (?={_WORD})| (?={_WORD}))?)*")
_MODAL = re.compile(
    r"(?:,\s[^,]{0,40},\s)?\s(?:should|must|shall|will|ought|would|may|needs? to|(?:is|are) (?:asked|invited|urged|required|to)"
    r"|to (?=[a-z]+)|be |considers?|ensures?|agrees?|adopts?|commissions?|develops?|reviews?|replaces?|seeks?|works?|has|have)\b"
)
_QUESTION = re.compile(r"\b(?:will|can|could|would|does|do|should|is|are|has|might) (?=the |all |each |every |[A-Z])", re.IGNORECASE)
_CLAUSE = re.compile(r"(?:[;,:]| and)\s+(?:and )?that (?=(?:the|all|every|each) )|[;] (?:and )?(?=the )")
_LINK = re.compile(r",?\s+(?:and|with|together with|in (?:partnership|consultation|collaboration|conjunction) with|working with|alongside|or)\s+(?:with )?|[;,/]\s+(?:and )?")
_LEADING = re.compile(r"^(?:that|the|both|each|every|all of the|its|their|our|local|three|two|relevant|these|any)\s+", re.IGNORECASE)
_EVERYBODY = re.compile(
    r"^all (?:[\w-]+ ){0,3}(?:agencies|organisations|partners|services|schools|colleges|bodies|professionals|trusts|councils)\b"
    r"|^(?:every|each|all) (?:\w+ )?(?:agency|organisation|school|service|practice|provider|council|local authority|headteacher)\b",
    re.IGNORECASE,
)
_FOR = re.compile(r"^(?:[\d.]+\s+)?(?:recommendations?\s+)?(?:for|to|addressed to)\s+(?P<to>.{3,120})$", re.IGNORECASE)
_TITLES = (("chief constable", ("Constabulary", "Police")), ("director of children", ("Council",)), ("chief executive", ("Council",)))
_OPENING = re.compile(
    r"^(?:That|that|(?:We|I) (?:therefore |further |also )?recommend(?: further)?(?: that)?|(?:Can|Could|Will|Would|Do(?:es)?|Is|Are|Has) (?=the |all |each )|Accordingly,|Therefore,|Furthermore,|However,)\s*,?\s*"
)
_CONDITION = re.compile(
    r"^(?:(?:in|by|within|before|where|when|as|to|for|given|on|if|during|after|at|following|notwithstanding)\b[^,]{0,160}, )", re.IGNORECASE
)
_WITH = re.compile(
    r"^.{0,12}?(?:\b(?:agree|work|jointly|together|commission)\b,?\s*)?\bwith (?P<who>.{3,90}?)"
    r"(?=,| an? | to | so | by | and (?:should|agree|publish|fund|develop)\b|[;.:]|$)"
    r"|^.{0,12}?\b(?:ask|invite|request|urge|support) (?P<whom>.{3,90}?)(?=,| to |[;.:]|$)"
)
_TAKES = re.compile(r"\btake for (?=the |all |each |every |[A-Z])")
_PERSON = re.compile(r"\b(?:health visitor|midwife|practitioner|social worker|nurse|GP|doctor|paediatrician|worker|manager)$", re.IGNORECASE)
_GENERIC = re.compile(
    r"^(?:[Bb]oard|[Pp]artnership|[Pp]anel|Trusts?|[Cc]ouncils?|[Cc]onstabulary|[Cc]ommittee|[Dd]epartment|[Ff]orce|[Cc]ounty [Cc]ouncil"
    r"|[Bb]orough [Cc]ouncil|[Cc]ity [Cc]ouncil|[Ss]afeguarding [Pp]artners(?:hip)?|MARAC|MASH)\b(?![’']| (?:for|of)\b)"
)
_KEPT = " \x00 "
_FIRST = 24  # words within which a sentence names whom it addresses


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """The bodies that a document names in full, by how often, and the body that published it."""

    counts: Counter[str]
    publisher: str | None


def read_names(paragraphs: Iterable[Paragraph], publisher: str | None) -> Names:
    """The names of boards, trusts, councils and the like in ``paragraphs``, two words or more each."""
    counts: Counter[str] = Counter()
    for paragraph in paragraphs:
        for match in _NAME.finditer(paragraph.text):
            name = re.sub(r"^(?:The|That|In|For|All|By|And|A|Both|Each|Every|When|If|As|At|To|From|With)\s+", "", match.group())
            if " " in name:
                counts[name.replace("’", "'")] += 1
    return Names(counts=counts, publisher=publisher)


def addressees(text: str, section: Sequence[str], printed: Sequence[str], names: Names) -> tuple[str, ...]:
    """Whom a recommendation addresses, by their full names where the document gives them; empty when nobody is named.

    ``printed`` is what a column or line of its own says and decides. Else the first sentence that says who should act
    does, and last the heading over it ("For health").
    """
    headed = _heading(section)
    if printed:
        return _unique(_full(part, headed, names) for whole in printed for part in re.split(r";\s*", whole))
    found = list(_subjects(text))
    if not found and text.rstrip().endswith("?"):
        found = list(_asked(text))
    full = [_full(part, headed, names) for part in found]
    if not full or all(_vague(part) for part in full):
        full = [_full(part, (), names) for part in headed] or full
    return _unique(full)


def _unique(parts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part for part in parts if part))


def _vague(name: str) -> bool:
    """Whether a name says too little by itself: "the Trust", "both Trusts"."""
    return re.fullmatch(r"(?:both |the )?(?:trusts?|service|team|agency|organisation)", name, re.IGNORECASE) is not None


def _heading(section: Sequence[str]) -> tuple[str, ...]:
    """The bodies that the nearest heading addresses: "For Health", "Recommendations for the Board"; a bare name too."""
    for heading in reversed(section):
        match = _FOR.match(heading)
        plain = re.sub(r"^[\d.]+\s+", "", heading)
        if match:
            return tuple(_body(part) or part.strip() for part in _split(_LEADING.sub("", match["to"])))
        if is_zone(heading):
            target = re.search(r"\b(?:for|to) (?:the )?(.{3,80})$", plain)
            return tuple(filter(None, (_body(part) for part in _split(target.group(1))))) if target else ()
        spans = agency_spans(plain)
        if len(plain.split()) <= 8 and spans and spans[0][0] <= 4 and _body(plain):
            return (plain,)
    return ()


def _subjects(text: str) -> Iterator[str]:
    """The bodies that are the subject of a sentence or clause which asks for something; of the first such sentence."""
    for n, (start, end) in enumerate(split_sentences(text)[:4]):
        found = False
        clauses = _CLAUSE.split(re.sub(r"^[a-z]\)\s+", "", text[start:end]))
        for k, clause in enumerate(clauses[:4]):
            for part in _subject(clause):
                if n + k and _PERSON.search(part):
                    continue
                found = True
                yield part
        if found:
            return


def _subject(clause: str) -> Iterator[str]:
    plain = _OPENING.sub("", clause)
    plain = _CONDITION.sub("", plain)
    if re.match(r"(?:where|when|after|if|before|once|while)\b", plain, re.IGNORECASE):
        return
    match = _MODAL.search(f" {plain}")
    head = plain[: match.start()] if match else " ".join(plain.split()[:8])
    head = " ".join(head.split()[:_FIRST])
    parts = _split(head)
    found = [_body(part) or (_service(part) if match else None) for part in parts]
    if not found or found[0] is None:
        return
    yield from (body for body in found if body)
    joined = _WITH.search(plain[len(head) :]) if match else None
    if joined:
        yield from (body for part in _split(joined["who"] or joined["whom"]) if (body := _body(part)))


def _service(text: str) -> str | None:
    """A service named by what it does only: "the out-of-hours service"."""
    match = re.fullmatch(r"(?:the |each |every |all )?((?:[a-z][\w’'-]* ){1,4}(?:services?|teams?|units?|providers?|practices?|boards?|panels?|partners))", text)
    return match.group(1) if match and not re.search(r"(?<!-)\b(?:of|for|in|by|to|with)\b(?!-)", text) else None


def _asked(text: str) -> Iterator[str]:
    """The bodies that a question asks: "How will the council make sure …?", "What would it take for schools to …?"."""
    for match in (*_TAKES.finditer(text), *_QUESTION.finditer(text)):
        rest = text[match.end() :]
        body = _body(" ".join(re.split(r"[,?;]| to ", rest)[0].split()[:8]))
        if body and not _PERSON.search(body):
            yield body
            return


def _split(text: str) -> list[str]:
    """The parts of "the CCG, with NHS England and schools". "Linfold and Ashlow Community Trust" is one name."""
    text = text.strip(" .:,")
    for start, end, _ in agency_spans(text):
        text = text[:start] + text[start:end].replace(" and ", _KEPT) + text[end:]
    parts: list[str] = []
    for part in _LINK.split(text):
        place = parts and re.fullmatch(rf"(?:the )?(?:{_WORD} ?){{1,2}}", parts[-1]) and not agency_spans(parts[-1])
        if place and re.match(_WORD, part) and re.search(rf"\b(?:{_KINDS_OF_BODY}|councils)\b", part) and len(part.split()) > 1:
            parts[-1] = f"{parts[-1]} and {part}"
        elif part.strip():
            parts.append(part.strip())
    return [part.replace(_KEPT, " and ") for part in parts]


@lru_cache(maxsize=4096)
def _body(text: str) -> str | None:
    """The body that ``text`` begins with, as printed without its article; None when it begins with something else."""
    everybody = _EVERYBODY.match(text.strip())
    if everybody:
        return " ".join(text.split()[:12]).strip(" ,.:")
    plain = re.sub(r"^(?:the )?area teams? of ", "", text.strip(" ,.:"))
    articled = re.match(r"(?:the|both|three|two)\b", plain, re.IGNORECASE) is not None
    while not agency_spans(plain)[:1] or agency_spans(plain)[0][0] > 0:
        shorter = _LEADING.sub("", plain)
        if shorter == plain:
            break
        plain = shorter
    generic = _GENERIC.match(plain)
    if generic and articled and not re.match(rf" {_WORD}", plain[generic.end() :]):
        return generic.group()
    name = _PROPER.match(plain)
    proper = name.group().strip() if name else ""
    spans = agency_spans(plain)
    start, end = next(((s, e) for s, e, _ in spans if s <= max(12, len(proper) + 1)), (0, 0))
    between = plain[len(proper) : start].strip() if proper and start > len(proper) else plain[:start].strip() if not proper else ""
    if end and len(between.split()) <= 2 and not re.search(r"[’']s$|\b(?:of|for|about|by|to|from|at)\b", between):
        reach = max(end, len(proper))
        tail = re.match(r"(?: (?:services?|teams?|providers?|committee|settings|of [A-Z]\w+(?: and [A-Z]\w+)*|in [A-Z]\w+))+", plain[reach:])
        rest = plain[reach + (tail.end() if tail else 0) :]
        if re.match(r"[’']s? |[ -](?:plans?|forms?|orders?|records?|messages|files?|reports?|referrals?|places?|staff to|assessments?)\b", rest):
            return None if not proper or " " not in proper else proper
        return plain[: reach + (tail.end() if tail else 0)].strip()
    if proper and (" " in proper or plain == proper) and not re.match(r"(?:No|Any|When|Where|What|How|Who|If|Once|Before|After|This|It|There|A|An)\b", proper):
        return proper
    return None


def _full(name: str, headed: Sequence[str], names: Names) -> str:
    """The name in full, where ``name`` is short for one that the document gives: "the Board", "the CCG"."""
    plain = _LEADING.sub("", name.strip()) if not _EVERYBODY.match(name) else name.strip()
    words = plain.replace("’", "'")
    if names.publisher and words.lower() in ("board", "partnership", "safeguarding children board", "safeguarding partnership"):
        if names.publisher.lower().endswith(words.lower()):
            return names.publisher
    for title, kinds in _TITLES:
        if words.lower().startswith(title):
            return _commonest(lambda known: known.endswith(kinds) and "NHS" not in known, names) or plain
    for part in headed:
        if part.lower() != words.lower() and part.lower().replace("’", "'").endswith(words.lower()):
            return part
    if len(words.split()) > 3 or words[:1].islower() and words.split()[-1].lower() not in ("council", "constabulary"):
        return plain
    short = _SHORT.get(words, (words,))
    longer = _commonest(lambda known: known.lower().endswith(tuple(f" {s.lower()}" for s in short)) and " and " not in known, names)
    return longer or plain


_SHORT = {
    "CCG": ("CCG", "Clinical Commissioning Group"), "ICB": ("ICB", "Integrated Care Board"),
    "Integrated Care Board": ("ICB", "Integrated Care Board"),
}  # fmt: skip


def _commonest(fits: Callable[[str], bool], names: Names) -> str | None:
    """The name met most that ``fits``; None when there is none, or when one of another place is met nearly as often."""
    found = sorted(((n, name) for name, n in names.counts.items() if fits(name)), reverse=True)
    others = [n for n, name in found if name.split()[0] != found[0][1].split()[0]]
    if not found or others and others[0] * 2 > found[0][0]:
        return None
    return found[0][1]
