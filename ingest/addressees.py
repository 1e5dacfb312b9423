"""To whom a recommendation is addressed: as its column or line says, else as its words or its heading do."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from ingest.agencies import agency_spans
from ingest.body_names import EVERYBODY, KINDS_OF_BODY, LEADING, WORD, Names, each_name, full_name
from ingest.finding_leads import is_zone, puts_questions
from ingest.sentences import split_sentences

_PROPER = re.compile(
    rf"{WORD}(?: (?:and|of|for|of the|&) (?={WORD})| (?={WORD}))?(?:{WORD}(?: (?:and|of|for|&) (?={WORD})"
    rf"| (?={WORD}))?)*"
)
_MODAL = re.compile(
    r"(?:,\s[^,]{0,40},\s)?\s(?:should|must|shall|will|ought|would|may|needs? to|(?:is|are) (?:asked|invited|urged"
    r"|required|to)"
    r"|to (?=[a-z]+)|be |considers?|ensures?|agrees?|adopts?|commissions?|develops?|reviews?|replaces?|seeks?"
    r"|works?|has|have)\b"
)
_QUESTION = re.compile(
    r"\b(?:(?:will|can|could|would|does|do|should|is|are|has|might)(?: each of)?|and for)"
    r" (?=the |all |each |every |[A-Z])",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"(?:[;,:]| and)\s+(?:and )?that (?=(?:the|all|every|each) )|[;] (?:and )?(?=the )")
_SECOND = re.compile(
    r"\b(?:should|must)\b.{3,300}?(?P<and>,? and )(?:the |all |every |each )?(?:[\w’'-]+ ){1,5}(?:should|must) "
)
_POINT = re.compile(r"^(?:\(?[a-z]\)|[a-z]\.)\s+")
_POINTS = re.compile(r"(?<=[.;:]) (?=\(?[a-z]\)\s)")
_LATER = re.compile(r"\b(?:should|must) (?:jointly )?work with (?P<who>(?:the )?[A-Z].{3,90}?)(?= to | so |[,;.:]|$)")
_LINK = re.compile(
    r",?\s+(?:and|with|together with|in (?:partnership|consultation|collaboration|conjunction) with|working with"
    r"|alongside|or)\s+(?:with )?|[;,/]\s+(?:and )?"
)
_FOR = re.compile(r"^(?:[\d.]+\s+)?(?:recommendations?\s+)?(?:for|to|addressed to)\s+(?P<to>.{3,120})$", re.IGNORECASE)
_OPENING = re.compile(
    r"^(?:That|that|(?:We|I) (?:therefore |further |also )?recommend(?: further)?(?: that)?|(?:Can|Could|Will|Would"
    r"|Do(?:es)?|Is|Are|Has) (?=the |all |each )|Accordingly,|Therefore,|Furthermore,|However,)\s*,?\s*"
)
_CONDITION = re.compile(
    r"^(?:(?:in|by|within|before|where|when|as|to|for|given|on|if|during|after|at|following"
    r"|notwithstanding)\b[^,]{0,160}, )",
    re.IGNORECASE,
)
_WITH = re.compile(
    r"^.{0,12}?(?:\b(?:agree|work|jointly|together|commission)\b,?\s*)?\bwith (?P<who>.{3,90}?)"
    r"(?=,| an? | to | so | by | and (?:should|agree|publish|fund|develop)\b|[;.:]|$)"
    r"|^.{0,12}?\b(?:ask|invite|request|require|urge|support) (?P<whom>.{3,90}?)(?=,| to |[;.:]|$)"
)
_EVERY_AGENCY = re.compile(r"all (?:\w+ ){0,2}(?:agencies|organisations|partners)$", re.IGNORECASE)
_OWN = re.compile(r"(?:\(?[a-z]\)|[a-z]\.)\s+(?:Every|Each|All|The) [^,;.]{3,60} (?:should|must)\b")
_TAKES = re.compile(r"\btake for (?=the |all |each |every |[A-Z])")
_PERSON = re.compile(
    r"\b(?:health visitor|midwife|practitioner|social worker|nurse|GP|doctor|paediatrician|worker|manager)$",
    re.IGNORECASE,
)
_GENERIC = re.compile(
    r"^(?:[Bb]oard|[Pp]artnership|[Pp]anel|Trusts?|[Cc]ouncils?|[Cc]onstabulary|[Cc]ommittee|[Dd]epartment|[Ff]orce"
    r"|[Cc]ounty [Cc]ouncil"
    r"|[Bb]orough [Cc]ouncil|[Cc]ity [Cc]ouncil|[Ss]afeguarding [Pp]artners(?:hip)?|MARAC|MASH)\b(?![’']| (?:for|of)\b)"
)
_APART = re.compile(r"[’']s$|\b(?:of|for|about|by|to|from|at|the|that)\b")
_TAIL = re.compile(
    r"(?: (?:services?|teams?|providers?|practices?|committee|settings|of [A-Z]\w+(?: and [A-Z]\w+)*|in [A-Z]\w+))+"
)
_POSSESSION = re.compile(
    r"[’']s? |[ -](?:plans?|forms?|orders?|records?|messages|files?|reports?|referrals?|places?|staff to"
    r"|assessments?)\b"
)
_NO_BODY = re.compile(r"(?:No|Any|When|Where|What|How|Who|If|Once|Before|After|This|It|There|An?|The|We|They|Our)\b")
_KEPT = " \x00 "
_COMMA = ",\x01"
_FIRST = 24  # words within which a sentence names whom it addresses


def addressees(text: str, section: Sequence[str], printed: Sequence[str], names: Names) -> tuple[str, ...]:
    """Whom a recommendation addresses, by their full names where the document gives them; empty when nobody is named.

    ``printed`` is what a column or line of its own says and decides. Else the first sentence that says who should act
    does, and last the heading over it ("For health").
    """
    headed = _heading(section)
    if printed:
        parts = (part for whole in printed for part in re.split(r";\s*", whole))
        return _unique(name for part in parts for name in each_name(part, headed, names))
    found = list(_subjects(text))
    question = text.rstrip().endswith("?")
    if not found and question:
        found = list(_asked(text))
    found = [part for part in found if agency_spans(part) or part.split()[0] in names.inside or not part[0].isupper()]
    full = [name for part in found for name in each_name(part, headed, names)]
    over = [full_name(part, (), names) for part in headed]
    if not full or all(_vague(part) for part in full):
        return _unique(over or full)
    return _unique((*over, *full) if question and puts_questions(section[-1]) else full)


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
            return tuple(_body(part) or part.strip() for part in _split(LEADING.sub("", match["to"])))
        if is_zone(heading):
            target = re.search(r"\b(?:for|to) (?:the )?(.{3,80})$", plain)
            return tuple(filter(None, (_body(part) for part in _split(target.group(1))))) if target else ()
        spans = agency_spans(plain)
        named = _body(plain) if len(plain.split()) <= 8 and spans and spans[0][0] <= 4 else None
        if named and len(named) + 5 > len(plain):
            return (plain,)
    return ()


def _subjects(text: str) -> Iterator[str]:
    """The bodies that are the subject of a sentence or clause which asks for something; of the first such sentence.

    Of the lettered points beneath it those are heard too that say themselves who should act.
    """
    found = False
    sentences = (part[a:b] for part in _POINTS.split(text) for a, b in split_sentences(part))
    for n, sentence in enumerate(sentences):
        point = _POINT.match(sentence)
        if n > 3 and not point or found and not _OWN.match(sentence):
            continue
        for k, clause in enumerate(_clauses(_POINT.sub("", sentence))[:4]):
            for part in _subject(clause):
                if n + k and _PERSON.search(part) or found and point and not agency_spans(part):
                    continue
                found = True
                yield part


def _clauses(sentence: str) -> list[str]:
    """The parts of a sentence that may each say who should act."""
    clauses = []
    for clause in _CLAUSE.split(sentence):
        second = _SECOND.search(clause)
        clauses += [clause[: second.start("and")], clause[second.end("and") :]] if second else [clause]
    return clauses


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
        others = [body for part in _split(joined["who"] or joined["whom"]) if (body := _body(part))]
        yield from (body for body in others if not (joined["whom"] and _EVERY_AGENCY.match(body)))
    for later in _LATER.finditer(plain):
        yield from (body for part in _split(later["who"]) if (body := _body(part)))


def _service(text: str) -> str | None:
    """A service named by what it does only: "the out-of-hours service"."""
    match = re.fullmatch(
        r"(?:the |each |every |all )?((?:[a-z][\w’'-]* ){1,4}(?:services?|teams?|units?|providers?|practices?"
        r"|boards?|panels?|partners))",
        text,
    )
    return match.group(1) if match and not re.search(r"(?<!-)\b(?:of|for|in|by|to|with)\b(?!-)", text) else None


def _asked(text: str) -> Iterator[str]:
    """The bodies that a question asks: "How will the council make sure …?", "What would it take for schools to …?"."""
    found = False
    for match in (*_TAKES.finditer(text), *_QUESTION.finditer(text)):
        rest = text[match.end() :]
        further = match.group().lower().startswith("and for") and re.match(r"[^,?;]{3,60} to ", rest)
        body = _body(" ".join(re.split(r"[,?;]| to ", rest)[0].split()[:8]))
        if body and not _PERSON.search(body) and (further or not found):
            yield body
            found = True


def _split(text: str) -> list[str]:
    """The parts of "the CCG, with NHS England and schools". "Linfold and Ashlow Community Trust" is one name."""
    text = text.strip(" .:,")
    for start, end, _ in agency_spans(text):
        text = text[:start] + text[start:end].replace(" and ", _KEPT).replace(", ", _COMMA) + text[end:]
    parts: list[str] = []
    for part in _LINK.split(text):
        place = parts and re.fullmatch(rf"(?:the )?(?:{WORD} ?){{1,2}}", parts[-1]) and not agency_spans(parts[-1])
        if (
            place
            and re.match(WORD, part)
            and re.search(rf"\b(?:{KINDS_OF_BODY}|councils)\b", part)
            and len(part.split()) > 1
        ):
            parts[-1] = f"{parts[-1]} and {part}"
        elif part.strip():
            parts.append(part.strip())
    return [part.replace(_KEPT, " and ").replace(_COMMA, ", ") for part in parts]


@lru_cache(maxsize=4096)
def _body(text: str) -> str | None:
    """The body that ``text`` begins with, as printed without its article; None when it begins with something else."""
    everybody = EVERYBODY.match(text.strip())
    if everybody:
        return re.split(r"\s+(?:which|who|that|working|whose|should|to)\b", text.strip())[0].strip(" ,.:")
    plain = re.sub(r"^(?:the )?area teams? of ", "", text.strip(" ,.:"))
    articled = re.match(r"(?:the|both|three|two)\b", plain, re.IGNORECASE) is not None
    while not agency_spans(plain)[:1] or agency_spans(plain)[0][0] > 0:
        shorter = LEADING.sub("", plain)
        if shorter == plain:
            break
        plain = shorter
    generic = _GENERIC.match(plain)
    if generic and articled and not re.match(rf" {WORD}", plain[generic.end() :]):
        counted = re.match(r"(?:[Tt]he )?([Bb]oth|[Tt]wo) (?=[TtCcBb])", text.strip(" ,.:"))
        return f"{counted.group(1)} {generic.group()}" if counted else generic.group()
    name = _PROPER.match(plain)
    proper = name.group().strip() if name else ""
    spans = agency_spans(plain)
    start, end = next(((s, e) for s, e, _ in spans if s <= max(12, len(proper) + 1)), (0, 0))
    between = (
        plain[len(proper) : start].strip()
        if proper and start > len(proper)
        else plain[:start].strip()
        if not proper
        else ""
    )
    if end and len(between.split()) <= 2 and not _APART.search(between):
        reach = max(end, len(proper))
        tail = _TAIL.match(plain[reach:])
        reach += tail.end() if tail else 0
        if _POSSESSION.match(plain[reach:]):
            return None if not proper or " " not in proper else proper
        return plain[:reach].strip()
    if proper and (" " in proper or plain == proper) and not _NO_BODY.match(proper):
        return proper
    return None
