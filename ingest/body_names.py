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
_NAME = re.compile(rf"(?:{WORD},? (?:and |of |for |of the |upon |& )?){{0,7}}(?:{KINDS_OF_BODY})\b(?: of [A-Z]\w+)?")
_TITLES = (
    ("chief constable", ("Constabulary", "Police")),
    ("director of children", ("Council",)),
    ("chief executive", ("Council",)),
)
LEADING = re.compile(
    r"^(?:that|the|both|each|every|all of the|its|their|our|local|three|two|relevant|these|any)\s+", re.IGNORECASE
)
EVERYBODY = re.compile(
    r"^all (?:[\w-]+ ){0,3}(?:agencies|organisations|partners|services|schools|colleges|bodies|professionals|trusts"
    r"|councils)\b"
    r"|^(?:every|each|all) (?:\w+ )?(?:agency|organisation|school|service|practice|provider|council|local authority"
    r"|headteacher)\b",
    re.IGNORECASE,
)


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
            name = re.sub(
                r"^(?:The|That|In|For|All|By|And|A|Both|Each|Every|When|If|As|At|To|From|With)\s+", "", match.group()
            )
            if " " in name:
                counts[name.replace("’", "'")] += 1
    return Names(counts=counts, publisher=publisher)


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
    longer = _commonest(
        lambda known: known.lower().endswith(tuple(f" {s.lower()}" for s in short)) and " and " not in known, names
    )
    return longer or plain


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
