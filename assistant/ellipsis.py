"""Follow-ups that are only part of a question ("and the police?", "why?", "no, the 2021 one"), made whole."""

import re
from collections.abc import Sequence

from assistant.choices import ONE, YEAR_ONE
from assistant.earlier_turns import GENERIC, YEAR, Reading, Turn, known, label, mentions, named_documents, with_phrase
from assistant.spoken_of import people
from assistant.substitution import LIGHT, TAIL, about_of, base, fragment, held_to

LEAD = re.compile(
    r"^\W*(?:(?:and|but|or|so|also|then|ok(?:ay)?|yes|thanks|thank you|right)\b[,.!]? *)*"
    r"(?:(?:what|how) about|what of|(?:the )?same (?:question )?(?:for|about)(?= )|(?:now )?(?:do"
    r"|try) the same for)? *",
    re.IGNORECASE,
)
_SAME_FOR = re.compile(r"^\W*(?:and )?(?:now )?(?:(?:do|try) )?(?:the )?same (?:question )?(?P<prep>for|about) ", re.I)
_CORRECTION = re.compile(
    r"^\W*(?:(?:no|nope|sorry|oops|wait|actually|rather|correction)\b[,.:;!–-]* *)*(?:(?:but )?I (?:meant|mean"
    r"|was asking"
    r" about|am asking about|wanted)|(?:that[’']s )?not what I (?:meant|asked)[,.;:]?|correction to) +",
    re.IGNORECASE,
)
_NO = re.compile(r"^\W*(?:no|nope|sorry|actually|rather)\b[,.:;!–-]+ *(?:the|in|for|not|child|baby|\d)", re.IGNORECASE)
_NOT_BUT = re.compile(
    r"^\W*(?:no,? *)?not (?:about |in |for )?(?P<old>[^,;]+?)(?:,|;| but)+ *(?:but )?(?:about |in "
    r"|for )?(?P<new>(?!why|how|when|where|what|who)[^,;]+?)[ ?.!]*$"
    r"|^\W*(?:no,? *)?(?P<new2>(?:the|in|for)[^,;]+?), (?:and )?not (?P<old2>[^,;]+?)[ ?.!]*$",
    re.IGNORECASE,
)
_APART = re.compile(r"\W*(?P<new>[^,;]+?),? (?:and )?not (?P<old>[^,;]+?)[ ?.!]*$", re.IGNORECASE)
_AGAIN = re.compile(
    r"^\W*(?:please |can you |could you |would you |and |ok(?:ay)? |yes )*(?:tell me (?:some )?more|(?:say"
    r"|explain) (?:some )?more"
    r"|more (?:examples?|details?|information|quotes|evidence|please)|(?:give"
    r"|show) me (?:some )?more(?: (?:examples|details))?"
    r"|go on|continue|carry on|any(?:thing)? (?:else|more(?: examples| details)?)|what else|expand|elaborate"
    r"|some more"
    r"|(?:an)?other examples?|any other examples|more|explain(?: (?:that|this|it))?(?: (?:again|further|more"
    r"|please))*"
    r"|(?:say|repeat) (?:that|this|it)(?: again)?|what (?:does|do) (?:that|this|it) mean|in (?:plain|simple"
    r"|other) words"
    r"|(?:be )?more specific|is that all|for example|such as|like what|why do you say (?:that|so))"
    r"(?: (?:about|on) (?:that|this|it|them))?[ ,]*(?:please)?[ ?.!]*$",
    re.IGNORECASE,
)
_OTHERS = re.compile(
    r"^\W*(?:and |but )?(?:(?:are|is) there )?(?:(?:do|does|did|have|has) )?(?:any|the|which|what|what do"
    r"|what about)? ?"
    r"other (?P<what>reviews?|reports?|cases?|documents?|inquir(?:y|ies)|sources?|areas?|ones)"
    r"(?: (?:say|find|look|mention|on|about|like|that|which|with|where)\b.*)?[ ?.!]*$"
    r"|^\W*(?:and )?(?:any|what) others[ ?.!]*$|^\W*(?:and )?(?:in )?(?:another|a different) (?:review|report"
    r"|case)[ ?.!]*$",
    re.IGNORECASE,
)
_WH = re.compile(
    r"^\W*(?:and |but |so |ok,? )*(?P<wh>why not|why|when|where|how|how so|how come|how many(?: (?:of them"
    r"|were there|are there))?"
    r"|how (?:often|long|much|old|far)(?: did it take| was (?:it|that))?|who|by whom|from whom|to whom|for whom"
    r"|which|which ones?"
    r"|since when|says who|what for|(?:on |at |in )?(?:which|what) (?:page|year|paragraph|section|month|date|day"
    r"|review|report)s?"
    r"(?: (?:is|was) (?:that|it|this)(?: (?:on|in|from))?)?"
    r"|(?:who|where|when) (?:said|says|wrote|did they say) (?:that|this)(?: from| said)?|what year"
    r"|whose words(?: are (?:those|they|these))?"
    r"|(?:and )?(?:then|what happened (?:next|then|after(?:wards| that)?)|after that|before that|next)"
    r"|with what (?:result|effect))"
    r"[ ?.!]*$",
    re.IGNORECASE,
)
_ASKING = re.compile(
    r"^(?P<wh>what|why|when|where|how|who)(?: (?P<aux>did|was|were|is|are|do|does|had|has|have|should|could|would"
    r"|can|will))? "
    r"(?P<rest>.+)$", re.IGNORECASE,
)  # fmt: skip
_AUX = re.compile(r"^(?:did|was|were|is|are|do|does|had|has|have|should|could|would|can|will)\b", re.IGNORECASE)
_VERB = re.compile(
    r"\b(?:is|are|was|were|be|been|do|does|did|has|have|had|can|could|should|would|will|may|might|must|said|says"
    r"|say|made"
    r"|found|happened|recommended|know|want|need|think|tell|show|list|compare|explain|summarise|describe|give)\b",
    re.IGNORECASE,
)


def complete(text: str, turns: Sequence[Turn]) -> Reading | None:
    """``text`` made whole from the latest question; None when it is not a part of a question."""
    last = turns[-1].question
    if _AGAIN.match(text):
        return Reading(text=last, how=("the question before asked again, for more",), about=about_of(turns))
    if _OTHERS.match(text):
        return _others(text, turns)
    if wh := _WH.match(text):
        return Reading(
            text=_asked(wh.group("wh"), last),
            how=(f"“{text.strip(' ?.!')}” asked of the question before",),
            about=about_of(turns),
        )
    return _corrected(text, turns) or _led_in(text, turns)


def _corrected(text: str, turns: Sequence[Turn]) -> Reading | None:
    """ "No, I meant the 2021 one", "not the police, the school"; None when ``text`` takes nothing back."""
    if (swapped := _NOT_BUT.match(text)) and len(text.split()) <= 14 and not _VERB.search(text):
        groups = swapped.groupdict()
        return _swapped(groups["old"] or groups["old2"], groups["new"] or groups["new2"], turns)
    if meant := _CORRECTION.match(text):
        rest = text[meant.end() :]
        if apart := _APART.match(rest):
            return _swapped(apart.group("old"), apart.group("new"), turns)
        return fragment(rest, turns, "corrected: ") if _partial(rest, lead=True) else _plain(rest)
    rest = re.sub(r"^\W*\w+\b[,.:;!–-]+ *", "", text)
    return fragment(rest, turns, "corrected: ") if _NO.match(text) and _partial(rest, lead=True) else None


def _led_in(text: str, turns: Sequence[Turn]) -> Reading | None:
    """ "And the police?", "what about schools?"; None when what follows such a beginning is a whole question."""
    same, lead = _SAME_FOR.match(text), LEAD.match(text)
    rest = text[lead.end() :] if lead else text
    if same:
        rest = ("for " if same.group("prep") == "for" else "") + text[same.end() :]
    whole = not _partial(rest, lead=bool(lead and lead.group().strip()))
    return None if whole else fragment(rest, turns, "")


def _plain(rest: str) -> Reading | None:
    """A correction that is a whole question of its own."""
    return Reading(text=rest[:1].upper() + rest[1:], how=("the corrected question alone",))


def _partial(rest: str, *, lead: bool) -> bool:
    """Whether ``rest`` is a part of a question: short, without a verb, led in or of a kind that cannot stand alone."""
    words = rest.strip(" ?.!").split()
    if (
        not words
        or len(words) > 9
        or re.match(r"\W*(?:who|what|when|where|why|how|which|whose)\b", rest, re.IGNORECASE)
    ):
        return False
    if _VERB.search(re.sub(r"\b(?:who|that|which) .*$", "", rest)) or _AUX.match(rest):
        return False
    if lead or re.match(
        r"\W*(?:in|for|from|at|by|to|among|during|after|before|with|without|since|until|between|only|just)\b",
        rest,
        re.I,
    ):
        return lead or len(words) <= 6
    if rest.rstrip().endswith("?"):
        pronounless = not re.search(r"\b(?:he|she|it|they|we|you|i)\b", rest, re.IGNORECASE)
        return (
            pronounless
            and len(words) <= 4
            and bool(re.match(r"(?i)\W*(?:the|any|only|just|that)\b", rest) or _entity_only(rest))
        )
    return bool(YEAR_ONE.fullmatch(rest.strip(" .!")) or ONE.fullmatch(rest.strip(" .!")))


def _entity_only(rest: str) -> bool:
    bare = TAIL.sub("", rest)
    spans = [(p.start, p.end) for p in people(bare)] + [m.span() for m in re.finditer(YEAR, bare)]
    left = bare
    for start, end in sorted(spans, reverse=True):
        left = left[:start] + left[end:]
    return bool(spans) and not [w for w in left.split() if w.lower() not in LIGHT]


def _asked(wh: str, last: str) -> str:
    """The last question asked with another question word."""
    last, wh = base(last), re.sub(r"^(?:and|then) (?=\w)", "", wh.lower())
    body = last.rstrip(" ?.!")
    asked = _ASKING.match(last)
    place = wh in ("when", "where", "why", "how")
    if place and asked and asked.group("aux") and asked.group("wh").lower() in ("when", "where", "why", "how"):
        return f"{wh.capitalize()} {asked.group('aux')} {asked.group('rest')}"
    if place and _AUX.match(last):
        return f"{wh.capitalize()} {last[0].lower()}{last[1:]}"
    if wh.startswith("how many") and (
        which := re.match(r"(?:which|what) ((?:\w+ )?\w+s)\b(?! (?:did|do|does))", body, re.I)
    ):
        return f"How many {body[which.start(1) :]}?"
    if wh.startswith("which") and " " not in wh.removesuffix(" ones") and (many := re.match(r"how many ", body, re.I)):
        return f"Which {body[many.end() :]}?"
    if wh in ("then", "and then", "next", "what happened next", "what happened then", "after that"):
        wh = "what happened next"
    page = re.match(r"(?:on |in |at )?(?:which|what) (page|paragraph|section)", wh)
    return (
        f"{body}, and {'on' if page and page.group(1) == 'page' else 'in'} which {page.group(1)}?"
        if page
        else f"{body}, and {wh}?"
    )


def _others(text: str, turns: Sequence[Turn]) -> Reading:
    """The last question asked of every document but those already shown."""
    last, documents = base(turns[-1].question), known(turns)
    shown = tuple(dict.fromkeys(d.id for d in turns[-1].documents))
    found = mentions(last, documents)
    body = last
    for mention in reversed(found):
        body = body[: mention.start] + "other reviews" + body[mention.end :]
    if not found and (generic := GENERIC.search(last)):
        body = f"{last[: generic.start()]}other {generic.group('noun')}{last[generic.end() :]}"
    elif not found:
        body = with_phrase(last, "in other reviews")
    said = ", ".join(label(d) for d in turns[-1].documents[:3])
    how = f"the question before, in documents other than {said}" if said else "the question before, in other documents"
    return Reading(text=_agree(body), how=(how,), excluded=shown)


def _agree(question: str) -> str:
    return re.sub(r"\b([Dd])oes (?=other reviews)", r"\1o ", question)


def _swapped(old: str, new: str, turns: Sequence[Turn]) -> Reading | None:
    last = base(turns[-1].question)
    if named_documents(new, known(turns)):
        return fragment(new, turns, "corrected: ")
    bare = re.sub(r"^(?:the|an?) ", "", old.strip(), flags=re.IGNORECASE)
    found = re.search(rf"(?:\b(?:the|an?) )?\b{re.escape(bare)}\b", last, re.IGNORECASE)
    if found and not re.search(rf"{YEAR}| ones?$", new):
        text = last[: found.start()] + new.strip() + last[found.end() :]
        return Reading(text=text, how=(f"corrected: {new.strip()}, not {old.strip()}",), about=held_to(text, turns))
    return fragment(new, turns, "corrected: ")
