"""The names of bodies that a document uses, and which of them a short one stands for: "the Board", "the CCG"."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from ingest.records import Paragraph

KINDS_OF_BODY = (
    "Board|Partnership|Trusts?|Councils?|Constabulary|Police|Hospitals?|Commissioning Group|CCG|ICB|Homes|Academy"
    "|Schools?|Services?|Panel"
    "|College|Authority|Committee|Group|Team|Agency|Care|Department|Office|Project|Association|University"
    "|Inspectorate|Hub"
)
WORD = r"[A-Z][\w’'&-]*"
_NAME = re.compile(
    rf"(?:{WORD}(?:,(?= {WORD} and {WORD}))? (?:and |of |for |of the |upon |& )?){{0,7}}"
    rf"(?:{KINDS_OF_BODY})\b(?: of [A-Z]\w+)?"
)
_BEFORE = re.compile(
    r"^(?:The|That|In|For|All|By|And|A|Both|Each|Every|When|If|As|At|To|From|With|Outside|Inside|Within|Near|Since|After"
    r"|Before|But|Under|Through|Between|Its|Their)\s+"
)
_SEVERAL = re.compile(
    r"^(?:[Tt]he )?(?P<count>[Bb]oth|[Tt]wo|[Tt]hree)(?: of the)? (?P<kind>\w+)s$|^(?P<places>[A-Z]\w+(?:, [A-Z]\w+)*"
    r" and [A-Z]\w+) (?P<kinds>(?:[Cc]ouncil|[Tt]rust|[Bb]oard|[Pp]artnership)s)$"
)
_PLACE = re.compile(rf"^(?:NHS )?(?:(?!(?:{KINDS_OF_BODY}) )[A-Z][a-z’'-]+ and )?(?:[A-Z][a-z’'-]*[a-z’'-] |NHS )+$")
_COUNTED = {"both": 2, "two": 2, "three": 3}
_INSIDE = re.compile(r"(?<=[a-z,] )(?!I\b)[A-Z][\w’'&-]*")
_TITLES = (
    ("chief constable", ("Constabulary", "Police")),
    ("director of children", ("Council",)),
    ("chief executive", ("Council",)),
)
LEADING = re.compile(
    r"^(?:that|the|both|each|every|all of the|its|their|our|local(?! authorit)|three|two|relevant|these|any)\s+",
    re.IGNORECASE,
)
EVERYBODY = re.compile(
    r"^all (?:[\w-]+ ){0,3}(?:agencies|organisations|partners|services|schools|colleges|bodies|professionals|trusts"
    r"|councils)\b"
    r"|^(?:every|each|all) (?:\w+ )?(?:agency|organisation|school|service|practice|provider|council|local authority"
    r"|headteacher)\b"
    r"|^each of the (?:[\w-]+ ){0,2}(?:agencies|organisations|partners|services|schools|practices|trusts|councils)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """The bodies that a document names in full, by how often, and the body that published it.

    ``inside`` are the words with a capital met within a sentence, where no other word has one.
    """

    counts: Counter[str]
    publisher: str | None
    inside: frozenset[str] = frozenset()


def read_names(paragraphs: Iterable[Paragraph], publisher: str | None) -> Names:
    """The names of boards, trusts, councils and the like in ``paragraphs``, two words or more each."""
    counts: Counter[str] = Counter()
    inside: set[str] = set()
    for paragraph in paragraphs:
        inside.update(_INSIDE.findall(paragraph.text))
        for match in _NAME.finditer(paragraph.text):
            name = _BEFORE.sub("", match.group())
            if " " in name:
                counts[name.replace("’", "'")] += 1
    return Names(counts=counts, publisher=publisher, inside=frozenset(inside))


def full_name(name: str, headed: Sequence[str], names: Names) -> str:
    """The name in full, where ``name`` is short for one that the document gives: "the Board", "the CCG"."""
    plain = LEADING.sub("", name.strip()) if not EVERYBODY.match(name) else name.strip()
    words = plain.replace("’", "'")
    published = names.publisher or ""
    if words.lower() in _PUBLISHERS and published.lower().endswith(words.lower()):
        return published
    for title, kinds in _TITLES:
        if words.lower().startswith(title):
            return _commonest(_ends_in(kinds), names) or plain
    for part in headed:
        if part.lower() != words.lower() and part.lower().replace("’", "'").endswith(words.lower()):
            return part
    if len(words.split()) > 3 or words[:1].islower() and words.split()[-1].lower() not in ("council", "constabulary"):
        return plain
    short = _SHORT.get(words, (words,))
    return _commonest(lambda known: any(_lengthens(known, s) for s in short), names) or plain


def _lengthens(known: str, short: str) -> bool:
    """Whether ``known`` is ``short`` with a place before it: "Northmarch and Vale Integrated Care Board"."""
    before = known[: -len(short)]
    return known.lower().endswith(f" {short.lower()}") and _PLACE.match(before) is not None


def each_name(name: str, headed: Sequence[str], names: Names) -> tuple[str, ...]:
    """The names in full of all that ``name`` speaks of: of "both Trusts" and "Linfold and Ashlow councils" each one.

    A word for many is kept as printed when the document does not say plainly which they are.
    """
    several = _SEVERAL.match(name.strip())
    if several and several["places"]:
        kind = several["kinds"].removesuffix("s").capitalize()
        places = re.split(r", | and ", several["places"])
        return tuple(_commonest(_of_place(place, kind), names) or f"{place} {kind}" for place in places)
    if several:
        kind, count = several["kind"].capitalize(), _COUNTED[several["count"].lower()]
        found = sorted(((n, known) for known, n in names.counts.items() if known.endswith(f" {kind}")), reverse=True)
        stand_out = len(found) == count or len(found) > count and found[count - 1][0] > 2 * found[count][0]
        if stand_out:
            return tuple(known for _, known in found[:count])
    return (full_name(name, headed, names),)


def _of_place(place: str, kind: str) -> Callable[[str], bool]:
    return lambda known: known.startswith(f"{place} ") and known.endswith(kind)


def _ends_in(kinds: tuple[str, ...]) -> Callable[[str], bool]:
    return lambda known: known.endswith(kinds) and "NHS" not in known


_PUBLISHERS = ("board", "partnership", "safeguarding children board", "safeguarding partnership")
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
