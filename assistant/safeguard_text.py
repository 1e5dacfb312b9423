"""A message made ready for the safeguards' rules: folded, without disguise, cut into sentences and clauses."""

import base64
import binascii
import re
import unicodedata

from assistant.safeguard_words import INTERROGATIVE, REQUEST

_HIDDEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_SPACED = re.compile(r"\b(?:[a-z] ){4,}[a-z]\b")
_SHORT_FORMS = (
    (r"\bim\b|\bi'm\b", "i am"),
    (r"\bive\b|\bi've\b", "i have"),
    (r"\b(he|she|it|that|there|who|what|where)'?s\b(?! own\b)", r"\1 is"),
    (r"\b(they|we|you)'re\b", r"\1 are"),
    (r"\b(they|we|you)'ve\b", r"\1 have"),
    (r"\bwon'?t\b", "will not"),
    (r"\bcan'?t\b", "can not"),
    (r"n't\b", " not"),
    (r"\bdont\b", "do not"),
)
_SENTENCE_END = re.compile(r"(?<=[.?!])[\"'’”)]*\s+(?=\S)|\s*\n+\s*|;\s+")
_CLAUSE_END = re.compile(
    r"[,:]\s+|\s+[–—-]+\s+|\s+(?:and|then|but|also|so)\s+(?=(?:also |then |please |just )*"
    r"(?:what|which|how|why|when|where|who|whose|did|does|tell|give|show|say|list|quote|make|answer|print|write)\b)",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[\"“][^\"”]{3,}[\"”]|(?<!\w)['‘](?:[^'’]|(?<=\w)['’](?=\w))+['’](?!\w)")
_LEAD = re.compile(r"^(?:(?:and|also|then|please|tell me|tell us|say) )+(?=what|which|how|why|when|who)")
_ASKS, _REQUESTS = re.compile(INTERROGATIVE), re.compile(REQUEST)
_ENCODED = re.compile(r"[A-Za-z0-9+/_-]{24,}={0,2}")


def fold(text: str) -> str:
    """``text`` in lower case with plain quotation marks, short forms written out and hidden characters taken away."""
    plain = _HIDDEN.sub("", unicodedata.normalize("NFKC", text)).lower()
    plain = re.sub(r"[‘’`´]", "'", plain)
    plain = re.sub(r"[“”]", '"', plain)
    plain = _SPACED.sub(lambda letters: letters.group().replace(" ", ""), plain)
    for pattern, long_form in _SHORT_FORMS:
        plain = re.sub(pattern, long_form, plain)
    return re.sub(r"\s+", " ", plain).strip()


def sentences(text: str) -> list[str]:
    """The sentences of a message as written; a semicolon and a line's end end one too."""
    return [part.strip() for part in _SENTENCE_END.split(text) if part.strip()]


def clauses(sentence: str) -> list[str]:
    """The parts of a sentence at its commas, colons and dashes, and before "and what …", "and tell …"."""
    return [part.strip() for part in _CLAUSE_END.split(sentence) if part.strip()]


def without_quotations(sentence: str) -> str:
    """``sentence`` without what it quotes: words that a question asks about are not the asker's own.

    A sentence that is nothing but a quotation stays as it is.
    """
    rest = _QUOTED.sub(" ", sentence).strip()
    return rest if re.search(r"\w{2}", rest) else sentence


def decoded(text: str) -> str:
    """What long runs of Base64 in ``text`` say, where they say something readable; else nothing."""
    found = []
    for run in _ENCODED.findall(text):
        body = run.rstrip("=").replace("-", "+").replace("_", "/")
        try:
            said = base64.b64decode(body + "=" * (-len(body) % 4), validate=True).decode("utf-8")
        except (binascii.Error, UnicodeDecodeError):
            continue
        if " " in said and said.isprintable():
            found.append(said)
    return "\n".join(found)


def is_question(part: str) -> bool:
    """Whether a sentence or clause asks for something: a question word or verb in front, or "tell me", "list", …"""
    plain = fold(part)
    return bool(_ASKS.match(plain) or _REQUESTS.match(plain)) and len(plain.split()) > 2


def asks_outright(clause: str) -> bool:
    """Whether a clause is a question of its own, and not about the assistant: "what did the review recommend?"."""
    plain = re.sub(_LEAD, "", fold(clause))
    return bool(_ASKS.match(plain)) and "you" not in re.findall(r"\w+", plain)
