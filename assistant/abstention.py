"""Whether the evidence answers. When it does not, the reason is said plainly.

Rules with reasons come first: what is not held, an attribute that nothing gives, a premise that the sources deny. What
they let pass is judged by a trained chance (``answerability``).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answerability import Chance, apart, chance
from assistant.attributes import Attribute, lacking
from assistant.evidence import Ranked
from assistant.premises import unfounded
from assistant.questions import Understood
from assistant.records import Evidence
from ingest.catalogue import Held
from ingest.lexical import LexicalIndex, stems
from ingest.library import facts_text

DEFAULT_THRESHOLD = 0.08  # its measured trade-off stands in docs/decisions/0009
_KIND = {"person": "who", "number": "how many or how much", "date": "when", "place": "where", "text": "this"}
_OPENS = re.compile(r"\W*(?:who|when|where|how (?:many|much))\b", re.IGNORECASE)

# Ranks that documents often spell out; that one is not found says nothing of whom it is put before.
_RANKS = frozenset("DCI DI DS DC DCS DSU PC PS PCSO WPC ACC CC MP QC KC Dr Mr Mrs Ms Prof Cllr".split())
_PART = re.compile(r"\b(volume|version|edition|module|phase|part) (\d{1,2}|[ivx]{1,4})\b", re.IGNORECASE)
_SOURCE = re.compile(
    r"\b(?:did|does|do|has|had)\b (?:the )?(?P<name>(?:[A-Z][\w’'-]+ (?:(?:and|of|for|the) )*){1,5}(?:Inquiry|Review"
    r"|Commission))\b(?:[’']s)?[^?.,]{0,40}?\b(?:recommend|conclude|f[io]nd|say|ask for|call for|make of|identify)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """``reason`` is None when the evidence answers; otherwise it is what the asker is told.

    ``against`` is the evidence that says the contrary of what the question takes for granted.
    """

    reason: str | None
    against: Evidence | None = None


def judge(question: Understood, ranked: Ranked, held: Sequence[Held], words: LexicalIndex, threshold: float) -> Verdict:
    """Whether what was ``ranked`` answers ``question``, asked of the documents ``held``.

    The evidence answers when no rule speaks against it and its chance is at least ``threshold`` (0 to 1).
    """
    verdict = by_rule(question, ranked, held)
    if verdict.reason is None:
        found = chance(question, ranked, words)
        if found.both < threshold:
            return Verdict(reason=_doubt_said(question, found))
    return verdict


def by_rule(question: Understood, ranked: Ranked, held: Sequence[Held]) -> Verdict:
    """What the rules say, without any figures."""
    scored = ranked.evidence
    reason = _nothing_to_search(question, len(held)) or _not_held(question, scored, held)
    if reason:
        return Verdict(reason=reason)
    if not scored:
        return Verdict(reason="No passage held shares the subject of the question.")
    about = [e for e in scored if e.document.id in question.documents] or list(scored)
    missing = lacking(question, about)
    if missing:
        return Verdict(reason=_lack_said(question, missing))
    wrong = unfounded(question, about)
    if wrong is not None:
        return Verdict(reason=_wrong_said(wrong.against), against=wrong.against)
    if apart(question, ranked):
        return Verdict(reason=_doubt_said(question, None))
    return Verdict(reason=None)


def _nothing_to_search(question: Understood, documents: int) -> str | None:
    if not question.terms:
        return "The question holds no word that could be searched for; please ask it in a whole sentence."
    if documents == 0:
        return "No document is held that fits; the library is empty or the filters leave nothing."
    return None


def _not_held(question: Understood, scored: Sequence[Evidence], held: Sequence[Held]) -> str | None:
    """What the question names and no document held is about or mentions, as a reason."""
    if question.reading.unheld:
        return f"No document held is about {_quoted(question.reading.unheld)}."
    unknown = tuple(name for name in question.unknown_names if not set(name.split()) <= _RANKS)
    if unknown:
        return f"None of the documents held mentions {_quoted(unknown)}."
    source = _SOURCE.search(question.text)
    if source and not question.documents and not _is_held(source["name"], held):
        return f"No document held is the report of the {source['name']}."
    titles = {e.document.id: e.document.facts.title for e in scored}
    parts = {(unit.lower(), number.lower()) for title in titles.values() for unit, number in _PART.findall(title)}
    asked = [(unit.lower(), number.lower()) for unit, number in _PART.findall(question.text)]
    other = [part for part in asked if part not in parts and part[0] in {unit for unit, _ in parts}]
    return f"None of the documents held is {' '.join(other[0])}." if other else None


def _is_held(source: str, held: Sequence[Held]) -> bool:
    """Whether the title or another fact of a document holds any proper word of the name of an inquiry or review."""
    proper = set(stems(source)) - set(stems("Inquiry Review Commission Independent National Local Public"))
    return not proper or any(proper & set(stems(facts_text(document.facts))) for document in held)


def _quoted(names: Sequence[str]) -> str:
    return " and ".join(f"“{name}”" for name in names)


def _lack_said(question: Understood, missing: Sequence[Attribute]) -> str:
    subject = " and ".join(question.names) or "the subject"
    says = " or ".join(dict.fromkeys(a.said for a in missing))
    return f"The documents held speak of {subject}, but none says {says}."


def _wrong_said(against: Evidence | None) -> str:
    if against is None:
        return "None of the documents held says that what the question takes for granted happened."
    return f"The documents held say otherwise than the question takes for granted: “{against.quote}”"


def _doubt_said(question: Understood, found: Chance | None) -> str:
    """Which of the two is doubted more: that the subject is spoken of, or that what is asked of it is said.

    None: a rule has decided that it is the latter.
    """
    if found is not None and found.subject < found.said:
        return "The documents held come near the subject but no sentence in them answers the question."
    gone = {term.stem for term in found.absent} if found is not None else set()
    absent = [word for word in re.findall(r"[\w’'-]+", question.text) if gone & set(stems(word))]
    nowhere = f"; nowhere in them stands {' or '.join(f'“{word}”' for word in dict.fromkeys(absent))}" if absent else ""
    what = _KIND[question.answer_type] if _OPENS.match(question.text) else "this"
    return f"The documents held speak of the subject, but no sentence in them says {what}{nowhere}."
