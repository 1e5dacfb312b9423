"""The tables over the inquiries: a government's answer to the page of the recommendation, and queries to documents."""

from collections.abc import Sequence

from benchmarks.quality_data import Query, Response, document_queries, inquiry_files, responses
from benchmarks.quality_libraries import library_of_files
from benchmarks.quality_measures import hit, mean, recall, reciprocal_rank
from benchmarks.quality_tables import Aim, Row, Table
from benchmarks.quality_ways import Way, ways

_ASKED = 5  # passages a query, as in the published rows
_LONGEST = 2000  # characters of a question that the product takes
# Rows of the student project that published the queries (search_evaluation_comparison.csv); what it counted as a hit
# is not known, so that they are for orientation only.
_PUBLISHED = {"published: hybrid": 0.742, "published: keyword": 0.642, "published: semantic": 0.787}


def inquiry_tables() -> list[Table]:
    """Both tables, over the inquiry PDFs ingested as the product does."""
    answers, queries = responses(), document_queries()
    with library_of_files("inquiries", inquiry_files()) as assistant:
        files = {d.id: d.file for d in assistant.library.catalogue.documents()}
        wanted = {answer.file for answer in answers}
        reports = [i for i, file in files.items() if file in wanted]
        to_pages = [_of_answers(n, way, answers, files) for n, way in ways(assistant, reports).items()]
        to_files = [_of_queries(n, way, queries, files) for n, way in ways(assistant).items()]
    to_files += [Row(way=name, values={"MRR": value}) for name, value in _PUBLISHED.items()]
    unread = {f for q in queries for f in q.relevant} - set(files.values())
    return [
        Table(
            name="answer to recommendation", over=f"{len(answers)} answers over {len(reports)} reports", rows=to_pages,
            aims={"hit@5": Aim(value=0.80)},
        ),
        Table(
            name="queries to documents", over=f"{len(queries)} queries over {len(files)} documents", rows=to_files,
            aims={"MRR": Aim(value=0.85)}, notes=[f"not held: {name}" for name in sorted(unread)],
        ),
    ]  # fmt: skip


def _of_answers(name: str, way: Way, answers: Sequence[Response], files: dict[str, str]) -> Row:
    """A passage is right when a page of it, in the report, is one on which the recommendation stands."""
    first, five = [], []
    for answer in answers:
        right = {(answer.file, page) for page in answer.pages}
        found = way(answer.text[:_LONGEST], _ASKED)
        places = [
            {(files[f.document], n) for n in range(f.passage.page or 0, (f.passage.page_end or 0) + 1)} for f in found
        ]
        ranked = [bool(place & right) for place in places]
        first.append(hit(ranked, [True], 1))
        five.append(hit(ranked, [True], 5))
    return Row(way=name, values={"hit@1": mean(first), "hit@5": mean(five)})


def _of_queries(name: str, way: Way, queries: Sequence[Query], files: dict[str, str]) -> Row:
    ranked = [([files[f.document] for f in way(query.text, _ASKED)], query.relevant) for query in queries]
    values = {
        "MRR": mean([reciprocal_rank(found, right) for found, right in ranked]),
        "hit@1": mean([hit(found, right, 1) for found, right in ranked]),
        "hit@5": mean([hit(found, right, 5) for found, right in ranked]),
        "documents in 5": mean([recall(found, right, 5) for found, right in ranked]),
    }
    return Row(way=name, values=values)
