"""Makes the evaluation cases that need no judgement from what is true of the example library.

``python -m examples.cases`` writes ``eval/cases/register.yaml``: findings and recommendations by their number, and how
many there are, in all and to whom.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "eval" / "cases" / "register.yaml"
_HEAD = "# Written by `python -m examples.cases` from examples/truth; not to be edited by hand.\n"
_ASKED = ("What does recommendation {n} of {review} say?", "What is {review}'s recommendation {n}?",
          "Recommendation {n} in {review}: what is asked, and of whom?")  # fmt: skip
_NUMBER_WORDS = 25  # of a recommendation by which it is known
Row = dict[str, Any]  # one case as it is written


def rows() -> list[Row]:
    """All cases in the order of the documents."""
    truths = [json.loads(p.read_text(encoding="utf-8")) for p in sorted((ROOT / "examples" / "truth").glob("*.json"))]
    return [row for truth in truths if truth["source_kind"] == "review" for row in _of_document(truth)]


def text() -> str:
    """The file as it is written."""
    return _HEAD + yaml.safe_dump(rows(), allow_unicode=True, sort_keys=False, width=118)


def _of_document(truth: Row) -> Iterator[Row]:
    name, review = truth["id"], _review(truth)
    made = truth["recommendations"]
    chosen = [made[i] for i in sorted({0, len(made) // 2, len(made) - 1})] if made else []
    for item, asked in zip(chosen, _ASKED, strict=False):
        question = asked.format(n=item["number"], review=review)
        yield _by_number(f"{name}-recommendation-{item['number']}", question, item, truth)
    for item in [f for f in truth["findings"] if f["title"]][:2]:
        question = f"What is finding {item['number']} of {review}?"
        yield _by_number(f"{name}-finding-{item['number']}", question, item, truth)
    if truth["announced_recommendations"] and made:
        question = f"How many recommendations does {review} make?"
        yield _count(f"{name}-recommendations", question, len(made))
    addressed = Counter(body for item in made for body in item["addressed_to"])
    for number, (body, times) in enumerate(addressed.most_common(2), start=1):
        if times > 1 and body[0].isupper():
            question = f"How many recommendations in {review} are addressed to {body}?"
            yield _count(f"{name}-addressed-{number}", question, times)


def _review(truth: Row) -> str:
    if truth["area"] is None:
        return f"the {truth['year']} national review “{truth['title'].split(':')[0]}”"
    return f"the {truth['year']} {truth['area']} review"


def _by_number(case_id: str, question: str, item: Row, truth: Row) -> Row:
    sentence = _beginning(item, truth)
    support = [
        {"document": truth["id"], "page": place["page"], "sentence": sentence}
        | ({"paragraph": place["paragraph"]} if place["paragraph"] else {})
        for place in item["places"]
    ]
    return {
        "id": case_id, "question": question, "kind": "recommendation", "expect": "answered",
        "tags": ["by number", "from the truth"],
        "findings": [{"statement": item["title"] or item["text"], "support": support}],
    }  # fmt: skip


def _beginning(item: Row, truth: Row) -> str:
    """The first sentence of a finding or recommendation, at most so many words of it, as its paragraph has it."""
    whole = next((p["text"] for p in truth["paragraphs"] if p["ref"] == item["places"][0]["refs"][0]), item["text"])
    start = item["text"] if item["text"][:40] in whole else whole
    first = start.split(". ")[0].split(": a)")[0].split(" a) ")[0]
    return " ".join(first.split()[:_NUMBER_WORDS])


def _count(case_id: str, question: str, number: int) -> Row:
    return {
        "id": case_id, "question": question, "kind": "count", "expect": "answered", "answer": number,
        "tags": ["from the truth"],
    }  # fmt: skip


def main() -> int:
    """Write the file."""
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(text(), encoding="utf-8")
    print(f"{len(rows())} cases in {OUT}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
