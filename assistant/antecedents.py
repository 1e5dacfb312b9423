"""Which words of a question need an earlier turn to be understood: "she", "it", "that review", "the mother"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.earlier_turns import NAME, YEAR, CitedDocument, child_pattern, mentions
from assistant.spoken_of import Person, people

_GENDERS = {
    "he": "male", "him": "male", "his": "male", "she": "female", "her": "female", "hers": "female", "they": "plural",
    "them": "plural", "their": "plural", "theirs": "plural", "it": "thing", "its": "thing",
}  # fmt: skip
_PRONOUN = re.compile(rf"\b(?:{'|'.join(_GENDERS)})\b(?!’(?:ll|d)\b)", re.IGNORECASE)
_POINTING = re.compile(
    r"\b(?:(?<=about )|(?<=of )|(?<=for )|(?<=after )|(?<=before )|(?<=like )|(?<=from )|(?<=to )|(?<=with )|(?<=by )"
    r"|(?<=is )|(?<=was )|(?<=did )|(?<=does )|(?<=are )|(?<=were )|(?<=do ))(?:this|that|these|those)"
    r"(?=[?.!,]|$| (?:be|been|happen|mean|work|apply|affect|change|have|make|lead|help|take|go|come|cause|matter"
    r"|differ"
    r"|common|true|right|ever|also|still|really|in|at|for|to|so|not|when|because|and|as|acceptable|usual|serious)\b)"
    r"|\b(?:this|that|these|those)(?=[?.!]*$)",
    re.IGNORECASE,
)
_POINTED = re.compile(
    r"(?<!say )(?<!said )(?<!show )(?<!know )(?<!believe )(?<!worried )(?<!told )"
    r"\b(?:[Tt]hat|[Tt]his|[Tt]hose|[Tt]hese) (?!(?:was|is|were|are|the|a|an|who|they|he|she|it|had|have|has|did"
    r"|of|day|days|year"
    r"|years|week|library|tool|app|kind|sort|area|country|we|i|you|can|could|would|should|may|might|will|must|no|not"
    r"|nobody|time|go|come|way|up|out|down|off|further|again|over|under|in|on|with|from|without|aged|at|whose"
    r"|which|working|living|do|be|been"
    r"|all|any|some|there|their|his|her|its|my|our)\b)(?P<noun>[a-z][\w-]+)"
)
_CONTINUES = re.compile(
    r"(?:[?.!,]|$| (?:and|or|in|on|to|for|is|was|are|were|did|do|at|by|with|from|about|have|had|be|go|get|got|happen"
    r"|happened|lead|made|make|taken|not|when|if|before|after|say|said|come|cover|include|so)\b)"
)
_DOCUMENT = re.compile(
    r"\b(?P<which>the same|that same|that|this|the) (?:(?:serious case|practice|overview|press) )?"
    r"(?P<kind>review|report|inquiry|guidance|document|article|response|SCR|case)\b(?![’']s? \d)"
    r"(?! (?:into|of|on|about|in respect|from|in|for|that|to be|with|against|sheet|note|leaflet|card|number|file"
    r"|notes)\b)",
    re.IGNORECASE,
)
_THERE = re.compile(
    r"(?:\b(?:in|from|at|over) there\b"
    r"|(?<!\bis )(?<!\bare )(?<!\bwas )(?<!\bwere )(?<!get )(?<!got )(?<!getting )(?<!went )"
    r"(?<!go )(?<!been )(?<!always )(?<!still )(?<!ever )(?<!not )(?<!also )(?<!already )"
    r"\bthere(?=[?.!,]|$))",
    re.IGNORECASE,
)
_PLEONASTIC = re.compile(
    r"\b(?:is|was|isn[’']t|wasn[’']t) it (?:\w+ )?(?:\w+ )?(?:to|that|when|if|who)\b"
    r"|\b(?:is|was) it (?:true|right|possible|common|normal"
    r"|necessary|safe|worth|okay|ok|legal|like)\b|\bit (?:cost|costs|take|takes|took) .*\b(?:to|for|before|until)\b"
    r"|\b(?:make|makes|made|making|find|finds|found|finding) it \w+(?:er)?\b|\bit (?:is|was) (?:\w+ )?(?:to|that)\b"
    r"|\bit (?:been|when|whenever)\b|\bit (?:meant|means|mean) (?:to|for) \w+ to\b|\bit rain|\bhow is it that\b"
    r"|\bwhat is it like\b|\bif it (?:were|was) not for\b|\bdoes it matter\b",
    re.IGNORECASE,
)
_BOUNDARY = re.compile(
    r"\b(?:when|while|after|before|because|if|as|that|which|who|whom|whose|where|although|though|until|since|than"
    r"|and|or"
    r"|but|so|whether|how|why|what|without|by|(?:say|says|saying|said|think|thought|believed?|felt"
    r"|feel)(?! (?:about|of|on|to|in|for)\b))\b|[,;:]",
    re.IGNORECASE,
)  # fmt: skip
OBJECT_ENDS = re.compile(
    r"^(?:[?.!,;]|$| (?:to|for|from|in|on|at|with|by|about|of|as|into|after|before|when|while|if|that|and|or|but|so"
    r"|again|then|now|more|enough|properly|there|home|alone|or|the|a|an|not|during|until|because|afterwards|later"
    r"|since|next|earlier|too|directly|at|missing|absent)\b)",
    re.IGNORECASE,
)
_WHO = re.compile(r"\b(?:who|whose|whom|anyone|anybody|someone|somebody|nobody|everyone|everybody|each|one)\b", re.I)
REVIEWING = re.compile(
    r"\b(?:recommend|say|said|find|found|conclude|publish|written|wrote|write|chair|author|look at|cover|make|made"
    r"|suggest|ask|learn|call for|mention|describe|report|state|identify|praise|criticise|page|pages|paragraph|title"
    r"|length|quote|propose|address|note)(?:e?d|s|ing)?\b", re.IGNORECASE,
)  # fmt: skip
_CASE_ROLE = re.compile(
    r"\b[Tt]he (?:(?:maternal|paternal|older|younger|practice|police|duty|family) )?(?:mother|father|mum|dad|parents"
    r"|stepfather|stepmother|grandmother|grandfather|aunt|uncle|sister|brother|sibling|siblings|baby|child|children"
    r"|family|boy|girl|health visitor|GP|midwife|social worker|nurse|paediatrician|school|police|head ?teacher"
    r"|hospital"
    r"|school nurse|author|reviewer|panel|chair|recommendations|findings|reviewers|lessons|action plan)\b(?![’'])"
)
_PAST = re.compile(
    r"\b(?:did|didn[’']t|was|were|wasn[’']t|weren[’']t|had|hadn[’']t|could|who (?:\w+ed|wrote|led))\b", re.I
)
_INVERTED = re.compile(
    r"\b(?:did|didn[’']t|was|were|wasn[’']t|weren[’']t|is|are|had|has|have|do|does|could|should|would|can|will"
    r"|might)(?: not)? $",
    re.IGNORECASE,
)
_AGENT = re.compile(
    r"\b(?:the|an?|which|what) (?:[\w-]+ )?(?!\w*(?:paper|letter|order|number|chapter|matter|centre"
    r"|computer)\b)\w+(?:er|or|ist|ian|ant|ent|ive|man|woman|girl|boy|child|one)\b",
    re.I,
)
_GREETING = 4  # words of a sentence that may only say thanks; a longer one before says what "it" is
_NOT_PLURAL = frozenset("does has was this always perhaps sometimes says makes gets takes".split())
_ONE_OF = re.compile(
    r"(?i)\b(?:visitor|midwife|gp|worker|nurse|paediatrician|dentist|pharmacist|practitioner|commissioner"
    r"|constable|officer"
    r"|paramedic|childminder|head ?teacher|minister|dietitian|adviser)$"
)
_ANY = re.compile(r"^\W*(?:(?:is|was|are|were) there any(?:thing|one|body)\b|anything (?:about|on)\b)", re.IGNORECASE)
_CASE = re.compile(
    rf"(?:\b(?i:did|didn[’']t|was|were|wasn[’']t|weren[’']t|had|could)(?: not)? "
    rf"|^\W*who (?:\w+) ){_CASE_ROLE.pattern}"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """A word or phrase whose meaning stands in an earlier turn."""

    start: int
    end: int
    word: str
    kind: str


def signs(text: str, documents: Sequence[CitedDocument]) -> list[Sign]:
    """The words of ``text`` that need an earlier turn, in order; empty when the question stands alone."""
    here = people(text, documents)
    found = [
        Sign(start=m.start(), end=m.end(), word=m.group(), kind=_GENDERS[m.group().lower()])
        for m in _PRONOUN.finditer(text)
        if m.group() not in ("IT", "US") and not _has_antecedent(text, m, here)
    ]
    bare = not names_something(text, documents)
    for m in _DOCUMENT.finditer(text):
        if re.search(r"(?i)\bsaid $", text[: m.start()]):
            continue
        if m.group("which").lower() != "the" and not mentions(text[: m.start()], documents) or bare and not found:
            found.append(Sign(start=m.start(), end=m.end(), word=m.group(), kind="document"))
    if not any(s.kind == "document" for s in found):
        places = ((_THERE, "there"),) if REVIEWING.search(text) or " in there" in text else ()
        for pattern, kind in ((_POINTING, "this"), (_POINTED, "pointed"), *places):
            for m in pattern.finditer(text):
                if not any(s.start < m.end() and m.start() < s.end for s in found) and _needs(text, m, kind):
                    found.append(Sign(start=m.start(), end=m.end(), word=m.group(), kind=kind))
    return sorted(found, key=lambda s: s.start)


def names_something(text: str, documents: Sequence[CitedDocument]) -> bool:
    """Whether ``text`` names a child, a place, a year or any other proper name of its own."""
    return bool(
        re.search(child_pattern(documents), text)
        or re.search(YEAR, text)
        or mentions(text, documents)
        or re.search(rf"(?<=[\w,’] ){NAME}", re.sub(r"\b(?:GP|GPs|CAMHS|MASH|Mother|Father|Ofsted)\b", "", text))
        or re.search(r"\b(?:reviews|reports|cases|inquiries)\b", text)
    )


def speaks_of_a_case(text: str, documents: Sequence[CitedDocument]) -> bool:
    """Whether ``text`` asks what somebody of a case did without saying of which: "What did the health visitor do?"."""
    if names_something(text, documents) or not (_PAST.search(text) or _ANY.match(text)):
        return False
    if _ANY.match(text):
        return True
    return bool(_CASE.search(text))


def is_loose(text: str) -> bool:
    """Whether ``text`` goes on from what was said without a word for it: "Who else was told?"."""
    return (
        bool(
            re.search(
                r"(?i)\b(?:who|what|where|how|when|any(?:one|body|thing)) else\b|(?<!the )\b(?:since|next)[ ?.!]*$",
                text,
            )
        )
        and len(text.split()) < 9
    )


def _has_antecedent(text: str, pronoun: re.Match[str], here: Sequence[Person]) -> bool:
    """Whether what a pronoun stands for is named in the question itself."""
    word, before, after = pronoun.group().lower(), text[: pronoun.start()], text[pronoun.end() :]
    if any(len(sentence.split()) > _GREETING for sentence in re.split(r"[.?!]\s", before)[:-1]):
        return True
    if word in ("it", "its"):
        return _thing_before(word, text, before, here)
    possessive = word in ("his", "their") or word == "her" and not OBJECT_ENDS.match(after)
    whos = list(_WHO.finditer(before))
    if whos and (possessive or _BOUNDARY.search(before[whos[-1].end() :])):
        return True
    earlier = _antecedents(before, here, _GENDERS[word])
    opening = re.match(r"\W*(?:when|after|before|if|although|once|while|despite|since)\b", text, re.IGNORECASE)
    if not earlier and opening and "," in after:
        return any(p.start > pronoun.end() and fits(p, _GENDERS[word], own=True) for p in here)
    if not earlier:
        return False
    if possessive or len(earlier) > 1 or word in ("he", "she", "they") and not _INVERTED.search(before):
        return True
    start, end = earlier[-1]
    owner = re.search(r"[’'](?:s\b|\s)", before[start : end + 2])
    return bool(owner or _BOUNDARY.search(before[end:]) or re.match(r"(?i)an? ", before[start:end]))


def _antecedents(before: str, here: Sequence[Person], gender: str) -> list[tuple[int, int]]:
    """Where somebody, or with "they" anything, is named in the part of a question before a pronoun of ``gender``."""
    spans = {(p.start, p.end) for p in here if p.end <= len(before) and fits(p, gender, own=True)}
    spans |= {m.span() for m in re.finditer(rf"(?<=[\w,’'] ){NAME}", before)}
    spans |= {m.span() for m in _AGENT.finditer(before)}
    if gender == "plural":
        spans |= {
            m.span() for m in re.finditer(r"(?<=[\w,’'] )[a-z]{3,}[^\Wsu]s\b", before) if m.group() not in _NOT_PLURAL
        }
        spans |= {m.span() for m in re.finditer(r"\b(?:people|children|staff|police)\b", before)}
    merged: list[tuple[int, int]] = []
    for span in sorted(spans):
        if merged and span[0] <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], span[1]))
        else:
            merged.append(span)
    return merged


def _thing_before(word: str, text: str, before: str, here: Sequence[Person]) -> bool:
    if _PLEONASTIC.search(text):
        return True
    parts = [m.end() for m in _BOUNDARY.finditer(before)]
    if not parts and word == "it":
        return False
    upto = before if word == "its" else before[: parts[-1] - 1]
    spans = [p for p in here if not _is_body(p)]
    for p in spans:
        upto = upto[: p.start] + " " * len(upto[p.start : p.end]) + upto[p.end :] if p.end <= len(upto) else upto
    return bool(
        re.search(
            rf"\b(?i:the|an?|any|each|no|every|which|what|[a-z]+[’']s) [\w-]+|(?<=[\w,] ){NAME}|\b[A-Z]{{3,}}\b", upto
        )
    )


def fits(person: Person, gender: str, *, own: bool) -> bool:
    """Whether ``person`` may be meant by a pronoun of ``gender``; ``own`` when both stand in the same question."""
    if gender == "plural":
        return person.gender in ("plural", "any") or own
    return not _is_body(person) and person.gender in (gender, "any")


def _is_body(person: Person) -> bool:
    """Whether an agency and not somebody: the hospital, CAMHS."""
    return person.body and not _ONE_OF.search(person.text)


def _needs(text: str, found: re.Match[str], kind: str) -> bool:
    """Whether a pointing word means something outside ``text``."""
    if kind != "pointed":
        return not re.search(r"\b(?:when|if|because)\b.*,", text[: found.start()])
    noun, before = found.group("noun").lower(), text[: found.start()].lower()
    if found.group().lower().startswith("that ") and not _CONTINUES.match(text[found.end() :]):
        return False
    if found.group().lower().startswith("that "):
        known_noun = (
            r"review|report|case|decision|recommendation|finding|meeting|visit|referral|child|baby|family|time|one"
        )
        if not re.match(known_noun + r"|conference|injury|bruise|point|question|answer|person|man|woman|plan", noun):
            return False
    return noun.rstrip("s") not in before
