"""Who speaks: people as a document names them, and the fullest naming that a short one ("Ms Palmer") stands for."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

_TITLE = r"(?:Dr|Mr|Mrs|Ms|Miss|Professor|Prof|Sir|Dame|Lord|Lady|Baroness|Councillor|Cllr|Judge)\b\.?"
_PART = r"[A-Z][a-z]+(?:[-’'][A-Z][a-z]+)*"
_WHOLE = rf"(?:{_TITLE} )?{_PART}(?: [A-Z]\.)*(?: {_PART}){{1,2}}"
_TITLED = rf"{_TITLE}(?: [A-Z]\.)* {_PART}(?: {_PART}){{0,2}}"
_KIN = r"(?:[Mm]aternal |[Pp]aternal |[Oo]lder |[Yy]ounger |[Ee]lder |[Bb]irth |[Ff]oster )?"
_RELATIVE = (
    rf"(?:{_KIN}(?:Mother|Father|Stepfather|Stepmother|Grandmother|Grandfather|Aunt|Uncle|Sister|Brother"
    rf"|Sibling|Cousin)"
    r"(?: \d)?|Half-(?:brother|sister)|[MP]G[MF]|(?:Child|Baby|Young Person|Adult) (?:[A-Z]\d?|\d)(?![\w’']))"
)
_POSSESSED = (
    r"(?:(?:[A-Z][a-z]+|Child [A-Z]|Baby [A-Z]|[Tt]he (?:boy|girl|child|baby|young person|family))[’']s"
    rf"|[Hh]is|[Hh]er) {_KIN}(?:mother|father|stepfather|grandmother|grandfather|aunt|uncle|sister|brother|parents)"
)
ROLE = (
    r"chair|chairman|chairwoman|author|reviewer|director|minister|secretary|professor|manager|leader|member|mp"
    r"|spokes\w+"
    r"|commissioner|officer|head|headteacher|chief|president|practitioner|nurse|doctor|paediatrician|carer"
    r"|worker|visitor"
    r"|representative|consultant|judge|inspector|superintendent|constable|reporter|correspondent|solicitor|founder"
    r"|researcher|governor|ombudsman|expert|adviser|barrister|lecturer"
)
_SOMEBODY = (
    rf"(?:A|An|One|The)(?: (?!(?:of|was|is|had|has|who|and|that|to|in|for|with"
    rf"|said)\b)[a-z][\w’'-]*){{0,3}} (?:{ROLE}|neighbour|father|mother|parent|grandparent|reader"
    r"|detective|friend|teacher|midwife|resident|member of the public|young person|aunt|uncle|relative)\b"
)
WHO = rf"(?:{_POSSESSED}|{_RELATIVE}|{_TITLED}|{_WHOLE}|{_SOMEBODY}|[A-Z][a-z]+)"
_APPOSED = re.compile(
    rf"(?P<name>{_TITLED}|{_WHOLE}|{_PART}), (?P<role>(?:who |the |an? |of |former "
    rf"|now )?[\w’'][^,;.()“”\"–]{{2,110}})(?=[,;.)]| –| said)"
)
_BEFORE = re.compile(rf"(?P<role>\b(?i:{ROLE})), (?P<name>{_TITLED}|{_WHOLE}),")
_OF_ROLE = re.compile(r"(?:[Tt]he|[Ii]ts|[Oo]ur|[Aa]n?) ((?:[a-z’'-]+ ){1,2})$")
_RUN_ON = re.compile(
    rf"(?P<role>\b(?:[A-Z][\w’'-]+ )?(?:[Cc]hair|[Mm]inister|[Ss]ecretary|[Dd]irector|[Cc]ommissioner"
    rf"|[Ll]eader)) (?P<name>{_WHOLE})"
)
_MALE = re.compile(
    r"\b(?:Mr|Sir|Lord|father|stepfather|grandfather|uncle|brother|half-brother|MGF|PGF|boy)\b", re.IGNORECASE
)
_FEMALE = re.compile(
    r"\b(?:Mrs|Ms|Miss|Dame|Lady|Baroness|mother|stepmother|grandmother|aunt|sister|half-sister|MGM|PGM|girl)\b",
    re.IGNORECASE,
)
_NO_NAME = frozenset(
    [
        "The", "This", "That", "It", "He", "She", "They", "There", "Asked", "But", "And", "In", "On", "At", "When",
        "What", "One", "No", "Nobody", "Some", "All", "These", "Those", "Both", "Members", "Practitioners", "Staff",
        "Police", "Board", "Panel", "Council", "Committee", "Government", "Ofsted", "Parliament", "Managers",
        "Parents", "Report", "Review", "However", "Meanwhile", "Earlier", "Yesterday", "Later", "Although", "While",
        "After", "Before", "Since", "Yet", "Then", "Here", "Also", "Now", "Today", "Councillors", "Others",
        "Another", "Most", "Many", "Everyone", "Who", "Which", "If", "As", "For", "We", "You"
    ]
)  # fmt: skip
_NO_PERSON = frozenset(
    [
        "Social", "Worker", "Care", "Homes", "Visitor", "School", "Board", "Panel", "Council", "Service",
        "Services", "Team", "Trust", "Hospital", "Hospitals", "Health", "Police", "Constabulary", "University",
        "Review", "Report", "Act", "Committee", "Government", "Partnership", "Children", "Safeguarding", "Surgery",
        "Centre", "Office", "House", "National", "Kingdom", "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December", "Monday", "Tuesday", "Wednesday",
        "Thursday", "Friday", "Saturday", "Sunday"
    ]
)  # fmt: skip


@dataclass(slots=True)
class Speakers:
    """The people whom a document names in full, by surname, with the best description that it gives of each."""

    by_surname: dict[str, tuple[str, str | None]] = field(default_factory=dict)
    first_names: frozenset[str] = frozenset()

    def resolve(self, mention: str) -> str | None:
        """Who ``mention`` is, with office or occupation where the document gives it; None for what names no person."""
        mention = re.sub(r"\s+who\b.*$", "", mention.strip())
        words = mention.split()
        if re.fullmatch(rf"(?:{_RELATIVE}|{_POSSESSED}|{_SOMEBODY})", mention):
            return mention[0].lower() + mention[1:] if re.match(r"(?:An?|One|The|His|Her) ", mention) else mention
        while len(words) > 1 and _opens_sentence(words[0]):
            words = words[1:]
        mention = " ".join(words)
        if not words or words[0] in _NO_NAME or _NO_PERSON.intersection(words):
            return None
        if len(words) == 1 and mention not in self.first_names:
            return None
        known = self.by_surname.get(words[-1].casefold())
        if known is None and words[0] in ("Dame", "Sir", "Lady", "Lord"):
            known = next((k for k in self.by_surname.values() if k[0].startswith(mention)), None)
        if known is None:
            return mention
        name, role = known
        return f"{name}, {role}" if role else name


def read_speakers(texts: Iterable[str]) -> Speakers:
    """The people named in ``texts``, in order; of several descriptions the last that names an office counts."""
    held = list(texts)
    found = Speakers(first_names=_first_names(" ".join(held)))
    for text in held:
        for pattern in (_APPOSED, _BEFORE, _RUN_ON):
            for match in pattern.finditer(text):
                before = (
                    _OF_ROLE.search(text[max(0, match.start() - 40) : match.start()]) if pattern is _BEFORE else None
                )
                _learn(found, match.group("name"), _describe((before.group(1) if before else "") + match.group("role")))
        for name in re.findall(rf"(?:{_WHOLE}|{_TITLED})", text):
            _learn(found, name, None)
    return found


def _first_names(text: str) -> frozenset[str]:
    """Single words that are names: written large within a sentence, never small, and no place that one can be in."""
    large = set(re.findall(r"(?<=[a-z,] )[A-Z][a-z]{2,}\b(?! [A-Z])", text))
    small = set(re.findall(r"\b[a-z]{3,}\b", text))
    places = set(re.findall(r"\b(?:in|at|near|across|outside) ([A-Z][a-z]+)", text))
    return frozenset(w for w in large if w.lower() not in small and w not in places and w not in _NO_NAME)


def _learn(found: Speakers, name: str, role: str | None) -> None:
    words = name.split()
    while len(words) > 1 and _opens_sentence(words[0]):
        words = words[1:]
    name = " ".join(words)
    if (
        len(words) < 2
        or len(words) == 2
        and words[0] in ("Dame", "Sir")
        or words[0] in _NO_NAME
        or re.fullmatch(ROLE, words[-1], re.IGNORECASE)  # "the Home Secretary, Dame A B": an office has many holders
        or _NO_PERSON.intersection(words)
        or re.match(rf"{_RELATIVE}$", name)
    ):
        return
    surname = words[-1].casefold()
    before, known = found.by_surname.get(surname, (name, None))
    fuller = name if len(_bare(name)) > len(_bare(before)) or len(name.split()) > len(before.split()) else before
    if _bare(fuller)[:1] != _bare(before)[:1] and len(_bare(before)) > 1 and len(_bare(name)) > 1:
        fuller, known = name, None  # another person of that surname
    better = role if role and (known is None or _is_office(role) or not _is_office(known)) else known
    found.by_surname[surname] = (fuller, better)


def _opens_sentence(word: str) -> bool:
    """Whether a word is written large only because a sentence begins with it: "However Professor Jones"."""
    return word in _NO_NAME or word.endswith("ly")


def _bare(name: str) -> list[str]:
    return re.sub(rf"^{_TITLE} ", "", name).split()


def _is_office(role: str) -> bool:
    return re.search(rf"\b(?:{ROLE})\b", role, re.IGNORECASE) is not None


def _describe(role: str) -> str | None:
    """A description as it may stand after a name; None for words that describe nobody."""
    text = re.sub(r"^who (?:is|was|has been) (?:now )?(?:the |an? )?", "", role.strip())
    text = re.sub(r"^who (?:chairs|(?:has )?chaired) (?P<what>the [\w’' ]+?)(?: since.*)?$", r"chair of \g<what>", text)
    text = re.sub(r"^(?:the |an? )", "", text)
    if text.startswith("who "):
        return None
    if not text.startswith("of "):
        text = re.split(r" (?:who|which|at|with|in|and asked|from|since|for) ", text)[0]
        if not _is_office(text) or len(text.split()) > 10:
            return None
    return text if re.match(r"[\w’']", text) else None


def agrees(pronoun: str, speaker: str) -> bool:
    """Whether "he" or "she" can stand for ``speaker``."""
    if pronoun.lower() == "he":
        return _FEMALE.search(speaker.split(",")[0]) is None
    if pronoun.lower() == "she":
        return _MALE.search(speaker.split(",")[0]) is None
    return True


def only_person(heading: str, speakers: Speakers) -> str | None:
    """The person whom a heading such as "4.1 Maternal Grandmother" names and nobody else; None for other headings."""
    text = re.sub(r"^[\d.]+\s+", "", heading)
    return text if re.fullmatch(_RELATIVE, text) or text.split()[-1:] and _is_whole(text, speakers) else None


def _is_whole(text: str, speakers: Speakers) -> bool:
    words: Sequence[str] = text.split()
    known = speakers.by_surname.get(words[-1].casefold()) if len(words) > 1 and re.fullmatch(_WHOLE, text) else None
    return known is not None and (known[1] is not None or re.match(_TITLE, known[0]) is not None)
