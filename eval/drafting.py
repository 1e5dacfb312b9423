"""Draft cases for a person to accept: from what a reader said of an answer, and from the register of findings."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from assistant.records import Answer, Citation
from assistant.shapes import answer_from
from eval.cases import Case, KnownFinding, Place, split_of
from eval.shelf import Shelf
from ingest.catalogue import Catalogue
from ingest.errors import RequestError
from ingest.sentences import split_sentences

DRAFT = "draft"
_VERDICTS = ("right", "wrong", "missing", "not_on_page")


def from_feedback(path: Path, files: Mapping[str, str]) -> list[Case]:
    """One draft for each line of an export of feedback; ``files`` are the documents held, by id.

    What a reader called right becomes a known finding, what was called wrong or not on its page must not be claimed.
    What is missing is left for a person to add: `reviews eval check` asks for it. Raises RequestError for another file.
    """
    remedy = "give what `reviews feedback export` writes"
    try:
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        return [_of_verdict(row, files) for row in rows]
    except OSError as error:
        raise RequestError("there is no such file", thing=str(path), remedy=remedy) from error
    except (ValueError, KeyError, TypeError) as error:
        raise RequestError("the file holds no feedback", thing=str(path), remedy=remedy) from error


def _of_verdict(row: Mapping[str, object], files: Mapping[str, str]) -> Case:
    verdict, comment = str(row["verdict"]), str(row.get("comment") or "")
    if verdict not in _VERDICTS:
        raise ValueError(verdict)
    body = row["answer"]
    if not isinstance(body, dict):
        raise TypeError("answer")
    answer = answer_from(body)
    places = [_place(c, files) for c in _meant(answer, row.get("statement"))]
    right = verdict == "right"
    name = f"feedback-{str(row.get('feedback_id') or answer.answer_id)[:12]}"
    return Case(
        id=name, question=answer.standalone_question, kind="fact",
        expect=answer.outcome if right or not answer.citations else "answered", split=split_of(name),
        findings=tuple(KnownFinding(statement=p.sentence or "", support=(p,)) for p in places) if right else (),
        forbidden=() if right or verdict == "missing" else tuple(places),
        tags=tuple(filter(None, (DRAFT, f"reader: {verdict}", comment))),
    )  # fmt: skip


def _meant(answer: Answer, statement: object) -> list[Citation]:
    if not isinstance(statement, int):
        return list(answer.citations)
    names = set(answer.statements[statement].citations)
    return [c for c in answer.citations if c.id in names]


def _place(citation: Citation, files: Mapping[str, str]) -> Place:
    document = Path(files.get(citation.review_id, citation.review_id)).stem
    return Place(document=document, sentence=citation.quote, page=citation.page, paragraph=citation.paragraph)


def from_register(catalogue: Catalogue, review: str | None = None) -> Iterator[Case]:
    """A draft for every finding and recommendation with a number, of one document or of all that are held."""
    held = {d.id: d for d in catalogue.documents()}
    for item in catalogue.findings():
        document, finding = held[item.document_id], item.finding
        if not finding.number or review and not document.id.startswith(review):
            continue
        stem = Path(document.file).stem
        place = finding.places[0]
        sentences = split_sentences(finding.parts[0])
        first = finding.parts[0][slice(*sentences[0])] if sentences else finding.parts[0]
        name = re.sub(r"[^a-z0-9]+", "-", f"{stem}-{finding.kind}-{finding.number}".lower()).strip("-")
        support = Place(document=stem, sentence=first, page=place.page, paragraph=place.paragraph)
        yield Case(
            id=name, question=f"What does {finding.kind} {finding.number} of “{document.facts.title}” say?",
            kind="recommendation", expect="answered", split=split_of(name), tags=(DRAFT,),
            findings=(KnownFinding(statement=finding.title or first, support=(support,)),),
        )  # fmt: skip


def standing(cases: Sequence[Case], shelf: Shelf) -> list[Case]:
    """The drafts whose supporting sentences stand in the documents."""
    return [c for c in cases if all(shelf.stands(p) for f in c.findings for p in f.support)]
