"""The tables of retrieval over public pools: SciFact's claims and the follow-ups of MTRAG-UN."""

from collections.abc import Sequence

from assistant.follow_ups import Turn, search_text, standalone
from benchmarks.quality_data import Dialogue, Query, mtrag, scifact
from benchmarks.quality_libraries import library_of_items
from benchmarks.quality_measures import mean, ndcg, recall
from benchmarks.quality_tables import PRODUCT, Aim, Row, Table
from benchmarks.quality_ways import BM25, DENSE, Bm25, Way, items_of, ways

_DEEP = 40  # passages asked for, so that ten items are among them where items have several


def scifact_table() -> Table:
    """Claims to abstracts, one passage an abstract."""
    items, claims = scifact()
    with library_of_items("scifact", items, apart=False, whole=True) as assistant:
        rows = [_of_claims(name, way, claims) for name, way in ways(assistant).items()]
    return Table(
        name="SciFact", over=f"{len(claims)} claims over {len(items)} abstracts", rows=rows,
        aims={"nDCG@10": Aim(value=0.735)},
    )  # fmt: skip


def _of_claims(name: str, way: Way, claims: Sequence[Query]) -> Row:
    found = [(items_of(way(claim.text, 10)), claim.relevant) for claim in claims]
    values = {
        "nDCG@10": mean([ndcg(r, ok, 10) for r, ok in found]),
        "R@10": mean([recall(r, ok, 10) for r, ok in found]),
    }
    return Row(way=name, values=values)


def mtrag_table() -> Table:
    """Dialogues to passages: the product's reading of the last turn beside turns as they stand."""
    items, dialogues = mtrag()
    read = [_searched(d) for d in dialogues]
    said = {
        "last turn": [d.turns[-1] for d in dialogues],
        "last two turns": [" ".join(d.turns[-2:]) for d in dialogues],
        "all turns": [" ".join(d.turns) for d in dialogues],
    }
    words = Bm25({item.id: item.text for item in items})

    def bm25(query: str, k: int) -> list[str]:
        return [name for name, _ in words.rank(query, k)]

    with library_of_items("mtrag", items, apart=False) as assistant:
        found = ways(assistant)
        rows = [_of_dialogues(PRODUCT, [items_of(found[PRODUCT](q, _DEEP)) for q in read], dialogues)]
        rows += [_of_dialogues(f"{BM25}, as the product reads it", [bm25(q, 10) for q in read], dialogues)]
        rows += [_of_dialogues(f"{BM25}, {n}", [bm25(q, 10) for q in qs], dialogues) for n, qs in said.items()]
        for name, queries in (("last turn", said["last turn"]), ("as the product reads it", read)):
            ranked = [items_of(found[DENSE](q, _DEEP)) for q in queries]
            rows.append(_of_dialogues(f"{DENSE}, {name}", ranked, dialogues))
    best = max(row.values["nDCG@10"] for row in rows[2:5])
    return Table(
        name="MTRAG-UN", over=f"{len(dialogues)} dialogues over {len(items)} passages", rows=rows,
        aims={"nDCG@10": Aim(value=best + 0.001)},
    )  # fmt: skip


def _searched(dialogue: Dialogue) -> str:
    """The text that the product searches with for the last turn, each turn before read in the same way."""
    turns: list[Turn] = []
    for said in dialogue.turns[:-1]:
        turns.append(Turn(question=standalone(said, turns).text))
    return search_text(dialogue.turns[-1], turns)


def _of_dialogues(name: str, ranked: Sequence[Sequence[str]], dialogues: Sequence[Dialogue]) -> Row:
    pairs = [(found, d.relevant) for found, d in zip(ranked, dialogues, strict=True)]
    values = {"nDCG@10": mean([ndcg(r, ok, 10) for r, ok in pairs]), "R@5": mean([recall(r, ok, 5) for r, ok in pairs])}
    return Row(way=name, values=values)
