"""The tables of answering questions over libraries of documents: support found, quoted, and abstention."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.answering import Assistant
from assistant.records import Answer, Citation
from benchmarks.quality_answerability import answerability
from benchmarks.quality_cases import Question, folded, look_up, read_cases
from benchmarks.quality_data import inquiry_files, seed_files
from benchmarks.quality_libraries import ROOT, library_of_files
from benchmarks.quality_measures import auroc, mean
from benchmarks.quality_tables import PRODUCT, Aim, Row, Table
from benchmarks.quality_ways import Way, ways
from ingest.text import resolve_glyphs, stands_on

EXAMPLES = ROOT / "examples"
REAL = ROOT / "eval" / "questions" / "library.yaml"
_WORDS = 1500
_MOST = 60  # passages
_KNOWN_BY = 80  # characters that a passage must hold of a sentence that runs on into the next
IN_WORDS, IN_QUOTES, ANY, FIRST = "in 1,500 words", "in quotes", "any in quotes", "first quote right"
RIGHT, ABSTAINS, REFUSES, TELLS = "right statements", "abstains", "refuses", "AUROC"
UNFOUNDED = "quotes off their page"
AIMS = {
    IN_WORDS: Aim(value=0.92), IN_QUOTES: Aim(value=0.80), RIGHT: Aim(value=0.85), ABSTAINS: Aim(value=0.85),
    REFUSES: Aim(value=0.05, at_most=True), UNFOUNDED: Aim(value=0.0, at_most=True),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the product did with one question. Shares are of the question's groups; None where none is to be found."""

    question: Question
    answered: bool
    quoted: float
    first: bool
    right: float
    unfounded: int


def examples_table() -> Table:
    """The questions of the example library."""
    files = sorted(p for p in (EXAMPLES / "library").iterdir() if p.is_file())
    return _table("example library", files, sorted((EXAMPLES / "questions").glob("*.yaml")))


def real_table() -> Table | None:
    """The questions about the seeds and the inquiries; None while there are none."""
    return _table("real documents", [*seed_files(), *inquiry_files()], [REAL]) if REAL.is_file() else None


def _table(name: str, files: Sequence[Path], cases: Sequence[Path]) -> Table:
    with library_of_files(name.replace(" ", "-"), files) as assistant:
        questions = look_up(read_cases(cases), assistant.library.catalogue)
        return table_of(name, assistant, questions)


def table_of(name: str, assistant: Assistant, questions: Sequence[Question]) -> Table:
    """The table of ``questions`` asked of ``assistant``: the product, the plain ways, then the product by kind."""
    told = [tell(q, assistant.ask(q.text), assistant) for q in questions]
    rows = []
    for way, find in ways(assistant).items():
        scores = [_top(way, find, q, assistant) for q in questions]
        found = [(q, _within_words(q, find)) for q in questions if q.answerable]
        values = {IN_WORDS: mean([share for _, share in found])}
        if way == PRODUCT:
            by_kind = {k: mean([share for q, share in found if q.kind == k]) for k in {q.kind for q, _ in found}}
            values |= _values(told)
        if scores and len({q.answerable for q in questions}) == 2:
            good = [s for s, q in zip(scores, questions, strict=True) if q.answerable]
            values[TELLS] = auroc(good, [s for s, q in zip(scores, questions, strict=True) if not q.answerable])
        rows.append(Row(way=way, values=values))
    for kind in sorted(by_kind):
        own = [t for t in told if t.question.kind == kind]
        rows.append(Row(way=f"{PRODUCT}: {kind}", values={IN_WORDS: by_kind[kind], **_values(own)}))
    lost = sum(len(q.missing) for q in questions)
    notes = [f"{lost} supporting sentences are not in the documents; they count as missed"] if lost else []
    return Table(name=name, over=f"{len(questions)} questions", rows=rows, aims=AIMS, notes=notes)


def tell(question: Question, answer: Answer, assistant: Assistant) -> Told:
    """Measure one answer against its question."""
    quotes = [(c.review_id, folded(c.quote)) for c in answer.citations]
    groups = {s.group for s in question.support for d, quote in quotes if d == s.document and _same(s.words, quote)}
    right = [any(d == s.document and _same(s.words, quote) for s in question.support) for d, quote in quotes]
    return Told(
        question=question, answered=answer.outcome == "answered",
        quoted=len(groups) / max(1, len(question.groups)), first=bool(right) and right[0],
        right=mean([float(r) for r in right]),
        unfounded=sum(not _stands(c, assistant) for c in answer.citations),
    )  # fmt: skip


def _same(sentence: str, quote: str) -> bool:
    return sentence in quote or quote in sentence


def _stands(citation: Citation, assistant: Assistant) -> bool:
    """Whether the whole quote stands on the page that it cites, or in two parts at the end of one and on the last."""
    numbers = (citation.page, citation.page_end)
    pages = assistant.library.catalogue.page_texts(citation.review_id, numbers)
    if any(number not in pages for number in numbers):
        return False
    if citation.page == citation.page_end:
        return stands_on(citation.quote, pages[citation.page].text)
    quote = _letters(citation.quote)
    first, last = (_letters(pages[number].text) for number in numbers)
    return any(quote[:cut] in first and quote[cut:] in last for cut in range(1, len(quote)))


def _letters(text: str) -> str:
    """Letters and digits alone: a word may be broken over the page."""
    return folded(resolve_glyphs(text)).replace(" ", "")


def _within_words(question: Question, way: Way) -> float:
    """The share of the question's groups in the first 1,500 words found, whole passages only."""
    texts, room = [], _WORDS
    for found in way(question.text, _MOST):
        room -= len(found.passage.text.split())
        if room < 0:
            break
        texts.append((found.document, folded(found.passage.text)))
    held = {
        s.group for s in question.support for d, text in texts if d == s.document and s.words[:_KNOWN_BY] in text
    }  # fmt: skip
    return len(held) / max(1, len(question.groups))


def _top(name: str, way: Way, question: Question, assistant: Assistant) -> float:
    if name == PRODUCT:
        return answerability(assistant, question.text)
    return max((f.score for f in way(question.text, 1)), default=0.0)


def _values(told: Sequence[Told]) -> dict[str, float]:
    values = {}
    if yes := [t for t in told if t.question.answerable]:
        values = {
            IN_QUOTES: mean([t.quoted for t in yes]), ANY: mean([float(t.quoted > 0.0) for t in yes]),
            FIRST: mean([float(t.first) for t in yes]), RIGHT: mean([t.right for t in yes]),
            REFUSES: mean([float(not t.answered) for t in yes]),
        }  # fmt: skip
    if no := [t for t in told if not t.question.answerable]:
        values[ABSTAINS] = mean([float(not t.answered) for t in no])
    values[UNFOUNDED] = float(sum(t.unfounded for t in told))
    return values
