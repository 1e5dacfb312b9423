"""Whose words stand where: direct and reported speech is given to its speaker when the text says clearly who that is.

A review's own account of what somebody told an agency is the review's; what a person told the reviewers, and whole
sentences in quotation marks, are that person's.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from operator import itemgetter

from ingest.records import DocumentFacts, Paragraph
from ingest.sentences import split_sentences
from ingest.speakers import ROLE, WHO, Speakers, agrees, only_person, read_speakers

UNNAMED = "a person quoted, not named"
_VERB = (
    r"(?:also |then |later |now |has |had |have )*(?:said|says|told|tells|added|adds|explained|argued|argues"
    r"|warned|warns"
    r"|insisted|claimed|claims|stated|states|wrote|writes|recalled|remembered|described|asked|commented|replied|urged"
    r"|pledged|suggested|reminded|informed|reported|confirmed|disagreed|welcomed|pointed out|is quoted as saying)\b"
)
_ASIDE = r"(?:,[^“\"]{1,160}?,| \([^)]{1,60}\)| – [^–]{1,120} –| who [^,“\"]{1,80}?| in the [a-z ]{3,30}?)?"
_SUBJECT = re.compile(
    rf"^(?:(?:But|And|However|Later|Separately),? |(?:Asked|In|On|At|About|Of) [^“\"]{{1,140}}?, )?[“‘\"']?"
    rf"(?:[Oo]ne of the [\w ]{{3,30}}, |[Tt]he [\w’' -]{{3,60}}?, |(?:[Tt]he )?(?:[\w’'-]+ ){{0,3}}(?i:{ROLE}) )?"
    rf"(?P<who>{WHO}|He|She|he|she|They){_ASIDE},? {_VERB}"
)
_AFTER = re.compile(
    rf"(?:[,.?!…][”’\"']|[a-z],) (?:(?P<a>{WHO}|he|she|they){_ASIDE} {_VERB}|(?:said|added|says|wrote) (?P<b>{WHO}))"
)
_ACCORDING = re.compile(rf"\b[Aa]ccording to (?P<who>{WHO})")
_SAYING = re.compile(rf"\b(?P<who>{WHO}){_ASIDE} (?:is quoted as )?saying(?: that)?:? (?=[“‘\"'])")
_LEADS = re.compile(rf"^(?P<who>{WHO})\b(?![’'])")
_MET = re.compile(
    rf"(?:\b(?:reviewers?|author|chair)\b.{{0,40}}?\b(?:met|asked|visited|spoke (?:to|with))|\bquot(?:es"
    rf"|ed)) (?P<who>{WHO})"
)
_PAPER = re.compile(
    r"\b(?:[Tt]he|[Aa]nother|[Oo]ne|[Tt]his) (?:serious case |practice |national )?(?P<what>review|report"
    r"|passage|message)\b"
    r"[^“\".]{0,60}\b(?:says|said|adds|added|states|stated|is that|notes|noted)\b"
)
_TO_US = re.compile(
    r"\b(?:told|tell|met|spoke (?:to|with)|wrote to|said to|asked) (?:the |an? |one of the |us\b)?(?:lead "
    r"|independent |overview )?"
    r"(?:author|reviewers?|review|panel|us)\b"
)
_HEARD = re.compile(
    r"\b(?:famil\w+|parents?|mother|father|relatives|child\w*|practitioners?)\b.{0,40}\b(?:contributions?"
    r"|views?|told|said|say|voices?)\b"
    r"|\bcontributions? (?:of|from|by)\b|\bvoices? of\b|\b(?:what|how) .{0,50}\b(?:told|said)\b",
    re.IGNORECASE,
)
_OWN = re.compile(r"^(?:the|one|an?) (?:\w+ ){0,2}(?:author|reviewer|review|panel)\b")
_FIRST_PERSON = re.compile(r"\bI(?:[’']\w+)?\b")
_FREE = ("press", "commentary", "minutes")  # sources that tell what people said, where a review tells what happened
_QUOTES = {"“": "”", "‘": "’", '"': '"', "'": "'"}
Span = tuple[int, int]


@dataclass(slots=True)
class _State:
    """Who spoke last in this section and how long ago, whose section it is; whether a quotation was left open."""

    person: str | None = None
    age: int = 0
    recent: frozenset[str] = frozenset()
    speaker: str | None = None
    open_quote: bool = False
    section: tuple[str, ...] = ()


def with_voices(paragraphs: Sequence[Paragraph], facts: DocumentFacts) -> tuple[Paragraph, ...]:
    """The paragraphs with the stretches that are somebody else's words, and whose words most of each is."""
    speakers = read_speakers(p.text for p in paragraphs if p.role not in ("row", "note"))
    state = _State()
    out: list[Paragraph] = []
    for i, paragraph in enumerate(paragraphs):
        if paragraph.role in ("heading", "row", "note"):
            out.append(paragraph)
            continue
        if paragraph.section != state.section:
            person = only_person(paragraph.section[-1], speakers) if paragraph.section else None
            state = _State(person=person, speaker=person, section=paragraph.section)
        following = next((p for p in paragraphs[i + 1 : i + 2] if p.section == paragraph.section), None)
        out.append(_voiced(paragraph, following, speakers, state, facts))
    return tuple(out)


def _voiced(
    paragraph: Paragraph, following: Paragraph | None, speakers: Speakers, state: _State, facts: DocumentFacts
) -> Paragraph:
    quotes = quotations(paragraph.text)
    state.age += 1
    if state.age > 2 and not state.person:
        state.speaker = None
    if state.person and re.match(r"(?:He|She)\b|[“‘\"']", paragraph.text):
        state.speaker = state.person
    whole = bool(quotes) and quotes[0][0] <= 1 and quotes[0][1] >= len(paragraph.text) - 1
    heard = any(_HEARD.search(h) for h in paragraph.section)
    if whole or heard and facts.source_kind == "review" and _in_first_person(paragraph.text, quotes):
        voice = _whose(following, speakers, state, facts)
        state.open_quote = paragraph.text[-1:] not in "”’\"'"
        whole_text = ((0, len(paragraph.text), voice),) if voice else ()
        return replace(paragraph, voice=voice, spoken=whole_text, reason=_because(paragraph, "a quotation set in"))
    if not paragraph.text.startswith(("“", '"')):
        state.open_quote = False
    state.recent = frozenset()
    spoken = tuple(_by_sentence(paragraph, quotes, speakers, state, _Source(facts.source_kind, heard)))
    state.open_quote = bool(quotes) and quotes[-1][1] >= len(paragraph.text) and paragraph.text[-1:] not in "”’\"'"
    shares: Counter[str] = Counter()
    for start, end, voice in spoken:
        shares[voice] += end - start
    voice, most = shares.most_common(1)[0] if shares else (None, 0)
    if 2 * most < len(paragraph.text):
        voice = None
    reason = _because(paragraph, f"speech of {voice}") if voice else paragraph.reason
    return replace(paragraph, voice=voice, spoken=spoken, reason=reason)


@dataclass(frozen=True, slots=True)
class _Source:
    """What speech counts: all that is attributed outside reviews; within them, what was said to the reviewers."""

    kind: str
    heard: bool

    def counts(self, sentence: str, quoted: bool) -> bool:
        return quoted or self.kind in _FREE or self.heard or _TO_US.search(sentence) is not None


def _by_sentence(
    paragraph: Paragraph, quotes: Sequence[Span], speakers: Speakers, state: _State, source: _Source
) -> list[tuple[int, int, str]]:
    """(start, end, voice) of each sentence that is clearly somebody's, in order."""
    spans = split_sentences(paragraph.text, paragraph.markers)
    found: list[str | None] = []
    given: dict[Span, str] = {}
    within = [_overlapping(quotes, start, end) for start, end in spans]
    for (start, end), inside in zip(spans, within, strict=True):
        sentence = paragraph.text[start:end]
        quoted = any(_holds_sentence(paragraph.text, q, start, end) for q in inside)
        outside = _outside(paragraph.text, inside, start, end)
        who = _attributed(outside, sentence, speakers, state, paper=quoted and source.kind == "press")
        if who and not who.startswith("the re"):
            state.speaker, state.age, state.recent = who, 0, state.recent | {who}
        if who:
            given.update((q, who) for q in inside)
        covered = sum(min(end, q[1]) - max(start, q[0]) for q in inside)
        if who:
            found.append(who if source.counts(sentence, quoted) else None)
        elif covered > 0.6 * (end - start) and quoted:
            near = state.speaker if state.age == 0 or source.heard else None
            found.append(next((given[q] for q in inside if q in given), near or (UNNAMED if source.heard else None)))
        else:
            found.append(None)
            if leader := _leader(outside, speakers):
                state.speaker, state.age = leader, 0
    for k, (start, end) in enumerate(spans):  # "“One. Two,” she said": the speaker is named after the first sentence
        if found[k]:
            found[k] = next((given[q] for q in within[k] if q in given and q[0] <= start and end <= q[1] + 1), found[k])
    return [(start, end, voice) for (start, end), voice in zip(spans, found, strict=True) if voice]


def _attributed(outside: str, sentence: str, speakers: Speakers, state: _State, *, paper: bool) -> str | None:
    """The speaker whom a sentence names, from its words outside quotation marks."""
    if paper and (match := _PAPER.search(outside)):
        return "the review" if match.group("what") == "review" else "the report"
    for pattern in (_SUBJECT, _SAYING, _AFTER, _ACCORDING):
        match = pattern.search(outside if pattern is _SUBJECT else sentence)
        if not match:
            continue
        mention = next(g for g in match.groups() if g)
        if mention.lower() in ("he", "she", "they"):
            return state.speaker if state.speaker and agrees(mention, state.speaker) else None
        who = speakers.resolve(mention)
        return None if who and _OWN.search(who) else who
    return None


def _leader(outside: str, speakers: Speakers) -> str | None:
    """The person with whom a sentence begins, or whom the reviewers met: who is meant by the "she" of the next one."""
    match = _MET.search(outside) or _LEADS.match(outside)
    return speakers.resolve(match.group("who")) if match and len(match.group("who")) > 2 else None


def _whose(following: Paragraph | None, speakers: Speakers, state: _State, facts: DocumentFacts) -> str | None:
    """Whose a quotation is that is set in without a name: the one of whom the text speaks before and after."""
    if facts.kind == "response":
        match = re.search(r"\bresponse to (?:the )?(.+)$", facts.title, re.IGNORECASE)
        return f"the {match.group(1)}" if match else "the review that is answered"
    if (state.open_quote or state.person) and state.speaker:
        return state.speaker
    if state.age > 1 or len(state.recent) > 1:
        return UNNAMED
    if following is None:
        return state.speaker or UNNAMED
    match = _SUBJECT.match(following.text)
    after = match.group("who") if match else None
    if after in ("He", "She", "he", "she"):
        return state.speaker if state.speaker and agrees(after, state.speaker) else UNNAMED
    named = speakers.resolve(after) if after else None
    if named and (state.speaker is None or named == state.speaker):
        return named
    return state.speaker if named is None and state.speaker else UNNAMED


def _because(paragraph: Paragraph, why: str) -> str:
    return f"{paragraph.reason}; voice: {why}" if paragraph.reason else f"voice: {why}"


def _in_first_person(text: str, quotes: Sequence[Span]) -> bool:
    """Whether a paragraph speaks as "I" outside quotation marks, as a person's own words set in without marks do."""
    return len(_FIRST_PERSON.findall(_outside(text, quotes, 0, len(text)))) > 1


def _overlapping(quotes: Sequence[Span], start: int, end: int) -> Sequence[Span]:
    """Those of ``quotes``, in order and apart from each other, of which something stands from ``start`` to ``end``."""
    return quotes[bisect_right(quotes, start, key=itemgetter(1)) : bisect_left(quotes, end, key=itemgetter(0))]


def _outside(text: str, quotes: Sequence[Span], start: int, end: int) -> str:
    """The text from ``start`` to ``end`` with what stands in quotation marks left out, the marks kept."""
    kept: list[str] = []
    at = start
    for a, b in quotes:
        if a < end and b > start:
            kept.append(text[at : max(at, min(end, a + 1))])
            at = max(at, min(end, b - 1))
    return "".join([*kept, text[at:end]]).strip()


def _holds_sentence(text: str, quote: Span, start: int, end: int) -> bool:
    """Whether a quotation, as far as it stands in a sentence, is long enough to be speech and not a borrowed phrase."""
    piece = text[max(start, quote[0]) : min(end, quote[1])]
    return len(piece.split()) >= 6 and (piece.lstrip("“‘\"'")[:1].isupper() or quote[0] < start)


def quotations(text: str) -> list[Span]:
    """(start, end) of each stretch in quotation marks, the marks included; one left open runs to the end."""
    found: list[Span] = []
    closings: dict[str, _Closings] = {}
    i = 0
    while i < len(text):
        opens = text[i] in _QUOTES and (i == 0 or text[i - 1] in " (—–[") and text[i + 1 : i + 2].strip() != ""
        if opens and (mark := _QUOTES[text[i]]) not in closings:
            closings[mark] = _closings(text, mark)
        end = closings[mark].after(i) if opens else None
        if end:
            found.append((i, end))
            i = end
        else:
            i += 1
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class _Closings:
    """Where quotations can end: after ``marks``; ``firm`` are those that are no apostrophe ("the parents' wish")."""

    marks: Sequence[int]
    firm: Sequence[int]
    open_end: int | None

    def after(self, start: int) -> int | None:
        """Where the quotation that opens at ``start`` ends; None when an apostrophe only looked like one."""
        for ends in (self.firm, self.marks):
            if (k := bisect_left(ends, start + 2)) < len(ends):
                return ends[k]
        return self.open_end


def _closings(text: str, mark: str) -> _Closings:
    marks = [m.end() for m in re.finditer(re.escape(mark), text) if not text[m.end() : m.end() + 1].isalnum()]
    if mark in '”"':
        return _Closings(marks=marks, firm=marks, open_end=len(text))
    firm = [e for e in marks if text[e - 2 : e - 1] != "s" or text[e : e + 1] in ".,;:)"]
    return _Closings(marks=marks, firm=firm, open_end=None)
