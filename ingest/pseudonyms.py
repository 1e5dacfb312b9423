"""The names under which a review speaks of people: Child A, Mother, MGM, and names that it says are invented."""

import re
from collections import Counter
from collections.abc import Sequence

from ingest.records import Paragraph, SourceKind

_LETTERED = re.compile(
    r"\b((?:Child|Baby|Young Person|Adult|Sibling|Infant|Family)\s+(?:[A-Z]{1,2}\d?|[A-Z]\d|\d)(?![\w.]))"
    r"|\b((?:[Tt]he) [A-Z][a-z]+ (?:children|siblings))\b"
)
_KIN = re.compile(
    r"(?:(?P<inside>[a-z,;] )|(?<![a-z] ))\b(?P<name>(?:(?:Maternal|Paternal|Older|Younger|Birth"
    r"|Foster) )?(?:Mother|Father|Stepfather"
    r"|Stepmother|Grandmother|Grandfather|Aunt|Uncle|Sister|Brother|Sibling|Half-(?:brother|sister))(?: \d)?"
    r"|[MP]G[MF])\b"
    r"(?=[’']s|[ ,.;:)])(?! [A-Z][a-z])"
)
_SAID = re.compile(
    r"\b(?:known (?:here |in this (?:report|review) )?as|call(?:ed|s)? (?:him|her|them|the \w+)"
    r"|given the name) ([A-Z][a-z]{2,})\b"
    r"|\b([A-Z][a-z]{2,}) (?:was|is) (?:born|(?:\d{1,2}|[a-z]+) (?:years|months|weeks) old|\d{1,2} when)"
    r"|\b([A-Z][a-z]{2,}), (?:aged|who (?:was|is) (?:\d|born|aged))"
)
_TITLED = re.compile(r"\b(?:[Rr]eview|[Ii]nto|[Rr]espect of):? ([A-Z][a-z]{2,})\b(?! [A-Z])")
_NOT_NAMES = frozenset(
    [
        "Child",
        "Children",
        "Mother",
        "Father",
        "Sibling",
        "Baby",
        "Adult",
        "She",
        "He",
        "They",
        "The",
        "This",
        "That",
        "Each",
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
        "Review",
        "Overview",
        "Summary",
        "Neglect",
        "Family",
        "Young",
        "It",
        "Who",
        "One",
        "Aunt",
        "Uncle",
        "Sister",
        "Brother",
    ]
)
_LEAST = 2  # uses; one more for what is a word as well as a name


def read_pseudonyms(title: str, paragraphs: Sequence[Paragraph], source: SourceKind) -> tuple[str, ...]:
    """The pseudonyms that the document uses at least twice (kinship words and first names more often), most used first.

    Kinship words count where a review writes them as names, and a first name only where the review says that it is an
    invented one, by its title or by an age. A child of another review, named now and then, is not this one's.
    """
    seen: Counter[str] = Counter()
    inside: Counter[str] = Counter()  # within a sentence, where only a name is written large
    said: set[str] = set()
    names = [m.group(1) for m in _TITLED.finditer(title)]
    for p in paragraphs:
        seen.update((a or b.replace("The ", "the ")) for a, b in _LETTERED.findall(p.text))
        if source == "review":
            for match in _KIN.finditer(p.text):
                seen[match.group("name")] += 1
                inside[match.group("name")] += match.group("inside") is not None
            said.update(name for found in _SAID.findall(p.text) for name in found if name)
    for name in (said | set(names)) - _NOT_NAMES:
        uses = sum(len(re.findall(rf"\b{name}\b", p.text)) for p in paragraphs)
        seen[name] = uses if source == "review" and uses >= 8 else 0
    for name in [n for n in seen if _KIN.fullmatch(f"{n}") and not inside[n]]:
        del seen[name]
    own = set(re.findall(r"(?:Child|Baby|Young Person) [A-Z]\b", title))
    others = {n for n in seen if own and n not in own and re.match(r"(?:Child|Baby|Young Person) ", n)}
    if (
        source == "review"
        and not own
        and (names or any(n.startswith("the ") and n[4:].lower() in title.lower() for n in seen))
    ):
        others = {n for n in seen if re.match(r"(?:Child|Baby|Young Person) ", n)}
    most = max((seen[n] for n in own), default=0)
    return tuple(
        n
        for n, k in seen.most_common(16)
        if k >= (_LEAST if _LETTERED.match(n) else _LEAST + 1) and (n not in others or 3 * k > most > 0)
    )
