"""The benchmark of quality: its measures against figures worked by hand, its readers on the real files."""

import math
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.answering import Assistant
from assistant.records import Answer, Citation
from benchmarks import quality_data
from benchmarks.quality_answers import tell
from benchmarks.quality_cases import Case, digest, look_up, read_cases
from benchmarks.quality_libraries import Item, library_of_items
from benchmarks.quality_measures import auroc, f1, hit, mean, ndcg, recall, reciprocal_rank
from benchmarks.quality_tables import PRODUCT, Aim, Row, Table
from benchmarks.quality_ways import Bm25, items_of, ways
from benchmarks.report import BenchmarkError
from tests.libraries import QUESTIONS

ITEMS = (
    Item(
        id="i1", title="Bruises", text="The nurse saw a bruise on the baby. She wrote it down. Nobody was told of it."
    ),
    Item(id="i2", title="Housing", text="The family moved to another town. Their landlord had given them notice."),
)
NURSE = "The nurse saw a bruise on the baby."


@pytest.fixture(scope="module")
def two_items(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """An assistant over two short texts, each a document of its own."""
    with library_of_items("two", ITEMS, apart=True, cache=tmp_path_factory.mktemp("cache")) as assistant:
        yield assistant


def test_ndcg_discounts_by_the_logarithm_of_the_rank() -> None:
    ideal = 1.0 + 1.0 / math.log2(3)
    assert ndcg(["a", "x", "b"], {"a", "b"}, 10) == pytest.approx((1.0 + 0.5) / ideal)
    assert ndcg(["x", "a"], {"a"}, 1) == 0.0
    assert ndcg(["a"], set(), 10) == 0.0


def test_measures_of_rank_agree_with_figures_worked_by_hand() -> None:
    ranked, right = ["x", "a", "y", "b"], {"a", "b", "c"}
    assert recall(ranked, right, 3) == pytest.approx(1 / 3)
    assert (hit(ranked, right, 1), hit(ranked, right, 2)) == (0.0, 1.0)
    assert reciprocal_rank(ranked, right) == 0.5
    assert reciprocal_rank(["x"], right) == 0.0


def test_auroc_counts_pairs_and_halves_ties() -> None:
    assert auroc([0.9, 0.5], [0.5, 0.1]) == pytest.approx((1 + 1 + 0.5 + 1) / 4)
    with pytest.raises(ValueError, match="both kinds"):
        auroc([], [0.1])


def test_f1_is_of_sets_and_nothing_chosen_is_worth_nothing() -> None:
    assert f1(["a", "b", "b"], {"b", "c", "d"}) == pytest.approx(2 * 0.5 * (1 / 3) / (0.5 + 1 / 3))
    assert f1([], {"a"}) == 0.0
    assert mean([]) == 0.0


def test_an_aim_not_reached_is_named_and_one_reached_to_the_third_place_is_not() -> None:
    rows = [Row(way=PRODUCT, values={"MRR": 0.8496, "refuses": 0.06}), Row(way="BM25", values={"MRR": 0.1})]
    aims = {"MRR": Aim(value=0.85), "refuses": Aim(value=0.05, at_most=True)}
    table = Table(name="t", over="two", rows=rows, aims=aims)
    assert table.missed == ["t: refuses is 0.060, aim ≤ 0.05"]
    assert table.measures == ["MRR", "refuses"]


def test_bm25_weighs_rare_words_and_words_asked_twice_more() -> None:
    index = Bm25({"a": "bruise nurse nurse", "b": "nurse landlord", "c": "nurse town town"})
    assert [name for name, _ in index.rank("bruise nurse", 3)] == ["a", "b", "c"]
    assert index.rank("bruise town town", 1)[0][0] == "c"
    assert index.rank("unheard", 3) == []
    once = dict(index.rank("landlord", 3))["b"]
    rarity = math.log(1 + 2.5 / 1.5)
    length = 0.9 * (1 - 0.4 + 0.4 * 2 / (8 / 3))
    assert once == pytest.approx(rarity * 1.9 / (1 + length))


def test_every_way_finds_the_item_that_a_question_is_about(two_items: Assistant) -> None:
    for way in ways(two_items).values():
        assert items_of(way("Who saw the bruise on the baby?", 5))[0] == "i1"


def test_ways_held_to_a_document_find_nothing_else(two_items: Assistant) -> None:
    other = next(d.id for d in two_items.library.catalogue.documents() if d.file == "i2.txt")
    for way in ways(two_items, [other]).values():
        assert {f.document for f in way("Who saw the bruise on the baby?", 5)} <= {other}


def test_a_sentence_named_by_digest_is_found_however_it_is_cut(two_items: Assistant) -> None:
    said = {"file": "i1.txt", "page": None}
    case = Case.model_validate(
        {
            "id": "q", "question": "Who saw the bruise on the baby?", "kind": "fact", "expect": "answered",
            "support": [
                {**said, "group": 1, "digest": digest(" The nurse  saw a bruise\non the baby. ")},
                {**said, "group": 1, "digest": digest("Nobody was told of it.")},
                {**said, "group": 2, "digest": digest("Words that stand nowhere.")},
            ],
        }
    )  # fmt: skip
    question = look_up([case], two_items.library.catalogue)[0]
    assert [s.words for s in question.support] == ["the nurse saw a bruise on the baby", "nobody was told of it"]
    assert question.missing == ("2",)
    assert question.groups == {"1", "2"}


def test_what_an_answer_quotes_counts_by_group_and_a_lost_sentence_counts_as_missed(two_items: Assistant) -> None:
    support = [{"file": "i1.txt", "group": 1, "sentence": NURSE}, {"file": "gone.txt", "group": 2, "sentence": NURSE}]
    case = Case.model_validate(
        {"id": "q", "question": "Who saw the bruise?", "kind": "fact", "expect": "answered", "support": support}
    )
    question = look_up([case], two_items.library.catalogue)[0]
    told = tell(question, _answer(two_items, f"{NURSE} She wrote it down.", "Nobody was told at all."), two_items)
    assert (told.answered, told.quoted, told.first, told.right, told.unfounded) == (True, 0.5, True, 0.5, 1)
    silent = replace(_answer(two_items), outcome="abstained")
    assert tell(question, silent, two_items).quoted == 0.0


def _answer(assistant: Assistant, *quotes: str) -> Answer:
    """An answer that quotes the first text."""
    document = next(d for d in assistant.library.catalogue.documents() if d.file == "i1.txt")
    citations = tuple(
        Citation(
            id=f"c{i}", review_id=document.id, title="", source_kind="other", year=None, page=None, page_end=None,
            page_label=None, paragraph=None, section=(), passage_kind="other", voice=None, quote=quote, passage_id="",
            url="",
        )
        for i, quote in enumerate(quotes, 1)
    )  # fmt: skip
    return replace(assistant.ask("Who saw the bruise?"), outcome="answered", citations=citations)


def test_a_case_file_with_an_unknown_key_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "cases.yaml"
    path.write_text("- {id: a, question: b, kind: fact, expect: answered, answers: []}", encoding="utf-8")
    with pytest.raises(BenchmarkError, match="answers"):
        read_cases([path])


def test_the_questions_of_the_example_library_are_read() -> None:
    cases = read_cases(sorted(QUESTIONS.glob("*.yaml")))
    assert len(cases) >= 300
    assert all(case.support for case in cases if case.expect == "answered")


@pytest.mark.usefixtures("shared")
def test_the_public_data_is_whole() -> None:
    abstracts, claims = quality_data.scifact()
    assert (len(abstracts), len(claims)) == (5183, 300)
    assert all(claim.relevant <= {item.id for item in abstracts} for claim in claims)
    pool, dialogues = quality_data.mtrag()
    assert (len(pool), len(dialogues)) == (1152, 184)
    assert all(d.turns and d.relevant <= {item.id for item in pool} for d in dialogues)
    items, asked = quality_data.clapnq()
    assert len(items) == len(asked) == 295
    assert all(bool(q.chosen) == q.answerable and all(c <= set(q.sentences) for c in q.chosen) for q in asked)


@pytest.mark.usefixtures("shared")
def test_the_inquiries_have_their_answers_and_queries() -> None:
    files = {path.name for path in quality_data.inquiry_files()}
    answers, queries = quality_data.responses(), quality_data.document_queries()
    assert (len(answers), len(queries)) == (88, 50)
    assert {a.file for a in answers} <= files
    assert all(q.relevant <= files for q in queries)


def test_data_that_is_missing_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quality_data, "DATA", tmp_path)
    with pytest.raises(BenchmarkError, match="corpus"):
        quality_data.scifact()
