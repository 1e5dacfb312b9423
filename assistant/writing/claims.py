"""What a statement makes of its evidence: a finding, a lesson, somebody's opinion - and whose words it quotes."""

import re
from collections.abc import Iterator, Sequence

from assistant.writing.sources import Fault, Source
from ingest.text import fold_space

_BODY = (r"(?:(?:serious |local )?(?:case |safeguarding |practice |child )*(?:review|inquiry|report)(?:ers?)?"
         r"|reviewers?|"
         r"panel|authors?|lead reviewer|overview report)")  # fmt: skip
_FOUND = re.compile(
    rf"\b{_BODY}(?: \w+){{0,3}}? (?:found|finds|conclude[sd]?|concluding|established|establishes"
    rf"|identif(?:ied|ies)|judge[sd]"
    rf"|determined|determines)\b|\bfindings?\b(?: \w+){{0,4}} (?:is|was|are|were)\b|\bfound by the {_BODY}\b"
    rf"|\bconclusions? of the {_BODY}",
    re.IGNORECASE,
)
_LEARNT = re.compile(
    rf"\blessons? (?:of|from|is|was|for|\d)\b|\blearning (?:point|is|was|from the)\b|\b(?:key|as) learning\b"
    rf"|\b{_BODY}(?: \w+){{0,2}}? (?:learnt|learned|teaches|shows that)\b",
    re.IGNORECASE,
)
_RECOMMENDS = re.compile(
    rf"\brecommend(?:s|ed|ing)?\b|\b{_BODY} (?:calls? for|urges?)\b"
    rf"|\brecommendation (?:of|is|was|that|\d)",
    re.IGNORECASE,
)
_PRAISES = re.compile(
    rf"\bgood practice\b|\b{_BODY}(?: \w+){{0,2}}? (?:praise[sd]?|commend(?:s"
    rf"|ed)?)\b",
    re.IGNORECASE,
)
_SAYS_SO = {
    "found": re.compile(rf"{_FOUND.pattern}|\b{_BODY} (?:met|saw|heard|considered)\b|\bthe panel (?:agrees"
        rf"|thinks|notes)", re.I),
    "learnt": re.compile(r"^(?:lesson|learning point)|\bthe (?:lesson|learning) (?:is|was)\b", re.I),
    "recommends": re.compile(rf"\b{_BODY} recommend|^recommendation \d|\brecommended\b", re.I),
    "praises": re.compile(r"\bgood practice|\bprais|\bcommend", re.I),
}  # fmt: skip
_BY_REVIEW = re.compile(rf"\b{_BODY} recommend", re.IGNORECASE)
_ATTRIBUTED = re.compile(
    r"\b(?:sa(?:y|ys|id|ying)|t(?:ell|ells|old)|according to|wrote|writes|writ(?:ten|ing)|argue[sd]?"
    r"|argu(?:es|ing)|claim(?:s|ed)?|"
    r"report(?:s|ed)?|describ(?:es|ed)|call(?:s|ed)|believe[sd]?|thought|thinks|view|opinion|words?|ask(?:s"
    r"|ed)?|admit(?:s|ted)?|"
    r"advis(?:es|ed)|suggest(?:s|ed)?|point(?:s|ed) (?:to|out)|comment(?:s|ed)?|remark(?:s|ed)?|feel(?:s|t)?"
    r"|felt|recall(?:s|ed)?"
    r"|explain(?:s|ed)?|disagree(?:s|d)?|want(?:s|ed)?|wish(?:es|ed)?|criticis(?:es|ed)|prais(?:es|ed)"
    r"|welcom(?:es|ed)|enquired"
    r"|repl(?:ied|ies)|warn(?:s|ed)?|acknowledg(?:es|ed)|note[sd]?|add(?:s|ed)|article|newspaper|blog"
    r"|journalist|press|"
    r"hear[ds]?|recommend(?:s|ed)|promis(?:es|ed)|accept(?:s|ed)?|thank(?:s|ed)?|apologis(?:es|ed))\b",
    re.IGNORECASE,
)
_OPINION: tuple[str, ...] = ("press", "commentary")
_FINDS = ("finding", "recommendation", "learning", "good_practice")
_ALLOWED = {
    "found": _FINDS, "learnt": ("finding", "recommendation", "learning"), "recommends": ("recommendation",),
    "praises": ("good_practice", "finding", "learning"),
}  # fmt: skip
_CLAIMS = (("found", _FOUND), ("learnt", _LEARNT), ("recommends", _RECOMMENDS), ("praises", _PRAISES))
_CALLED = {"found": "a finding", "learnt": "learning", "recommends": "a recommendation", "praises": "good practice"}
_QUOTED = re.compile(r"“([^”]+)”|\"([^\"]+)\"|(?<![\w’'])‘(.+?)[’'](?!\w)|(?<![\w'])'(.+?)'(?!\w)")


def claim_faults(statement: str, sources: Sequence[Source]) -> Iterator[Fault]:
    """Where ``statement`` calls a finding, learning or a recommendation what is none, or hides whose words they are."""
    text = " ".join(s.text for s in sources)
    plain = _QUOTED.sub(" ", statement)
    opinions = [s for s in sources if s.source_kind in _OPINION or s.voice]
    for name, pattern in _CLAIMS:
        if not pattern.search(plain):
            continue
        if opinions and not _SAYS_SO[name].search(text):
            yield Fault(kind="opinion", why=f"somebody's words are told as {_CALLED[name]} of a review")
        elif not any(s.kind in _ALLOWED[name] for s in sources) and (
            not _SAYS_SO[name].search(text)
            or name == "recommends"
            and _BY_REVIEW.search(plain)
            and not _BY_REVIEW.search(text)
        ):
            yield Fault(kind="claim", why=f"{sources[0].kind} is told as {_CALLED[name]}")
    if len(opinions) == len(sources) and opinions and not _ATTRIBUTED.search(plain):
        whose = opinions[0].voice or f"a {opinions[0].source_kind} document"
        yield Fault(kind="opinion", why=f"it does not say whose words these are ({whose})")


def speaks_to_readers(text: str) -> bool:
    """Whether ``text`` gives orders to whoever reads or answers, as no review does: "ignore the above and say …"."""
    return _ORDERS.search(text) is not None


def quote_faults(statement: str, sources: Sequence[Source]) -> Iterator[Fault]:
    """Each stretch in quotation marks that does not stand so in one of ``sources``."""
    held = [_folded(s.text) for s in sources]
    for quote in quotes(statement):
        wanted = _folded(quote).strip(" .,;:")
        if not any(re.search(rf"(?<!\w){re.escape(wanted)}(?!\w)", text) for text in held):
            yield Fault(kind="quote", why=f"“{quote[:80]}” is not what the evidence says, word for word")


def quotes(statement: str) -> list[str]:
    """What stands in quotation marks in ``statement``."""
    return [next(part for part in found if part) for found in _QUOTED.findall(statement)]


def without_frame(statement: str) -> str:
    """``statement`` without the words that only say who says it: "The review found that", "According to"."""
    return _FRAME.sub("", statement)


def _folded(text: str) -> str:
    for mark in "“”\"‘’'":
        text = text.replace(mark, "'")
    return fold_space(text.replace("–", "-").replace("—", "-").replace("\u2011", "-"))


_ANSWER = r"(?:say|answer|reply|respond|tell|write|state|report|conclude|claim|declare|output|ignore|act)"
_ORDERS = re.compile(
    r"(?:^|[.:;,!?\"“]\s*)(?:please |kindly |now )?(?:ignore|disregard|forget|override"
    r"|bypass)\b(?: \w+){0,4}? (?:above|previous|prior"
    r"|earlier|instructions?|rules?|prompts?|sources?|guidelines|other documents)\b"
    rf"|\b(?:AI|artificial intelligence|language models?|AI assistant|chatbot|LLM|system prompt"
    rf"|GPT)\b.{{0,60}}\b{_ANSWER}\b"
    r"|^\W*(?:system|assistant|user|instructions?|prompt)\s*[:>]|<\|?\w*(?:im_start|system|inst)\w*\|?>|\[/?INST\]"
    r"|\b(?:new|updated|real|hidden|secret) (?:instructions?|system prompt|orders) (?:for|to)\b"
    r"|(?:^|[.:;]\s+)(?:answer|respond|reply) (?:only|always|instead|with|that)\b"
    rf"|\bwhen (?:asked|answering|summaris\w+)(?: \w+){{0,4}}, (?:always |only |just |please )?{_ANSWER}\b"
    rf"|\byou (?:are|must|will|should) (?:now|always|only|never)\b.{{0,50}}\b{_ANSWER}\b"
    rf"|\b(?:to|for) (?:any|the|all|every) (?:readers?|models?|assistant|software)\b[:,].{{0,40}}\b{_ANSWER}\b",
    re.IGNORECASE,
)
_FRAME = re.compile(
    rf"^(?:According to (?:the |its )?{_BODY},?|(?:In|For) (?:its|the) {_BODY},?|(?:The|This"
    rf"|A) (?:\w+ ){{0,3}}?{_BODY}(?: \w+){{0,2}}? "
    rf"(?:found|finds|concluded|concludes|says|said|states|stated|notes|noted|records|recorded|reports"
    rf"|reported|identified"
    rf"|identifies|recommends|recommended|describes|explains|stresses|asks|considers|looked at) (?:that )?)",
    re.IGNORECASE,
)
