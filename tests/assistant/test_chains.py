"""The library as parts of langchain's chains."""

from langchain_core.documents import Document
from langchain_core.runnables import RunnableLambda

from assistant.answering import Assistant
from assistant.chains import ReviewRetriever, asking
from assistant.records import Filters


def test_the_retriever_ranks_passages_as_search_does(example_library: Assistant) -> None:
    query = "bruises in babies who cannot move"
    found = ReviewRetriever(assistant=example_library, k=5).invoke(query)
    assert [d.id for d in found] == [r.passage.id for r in example_library.search(query, 5)]
    assert {"review_id", "page", "paragraph", "passage_kind", "score"} <= found[0].metadata.keys()


def test_the_retriever_keeps_to_its_filters(example_library: Assistant) -> None:
    found = ReviewRetriever(assistant=example_library, k=8, filters=Filters(source_kinds=("press",))).invoke("Child A")
    assert found
    assert {d.metadata["source_kind"] for d in found} == {"press"}


def test_retriever_and_asking_go_into_a_chain(example_library: Assistant) -> None:
    def titles(found: list[Document]) -> set[str]:
        return {str(d.metadata["title"]) for d in found}

    chain = ReviewRetriever(assistant=example_library, k=3) | RunnableLambda(titles)
    assert len(chain.invoke("home education")) >= 1
    answer = asking(example_library).invoke("Who chaired the panel of the review into Child G?")
    assert answer["outcome"] in ("answered", "abstained")
    assert answer["standalone_question"] == "Who chaired the panel of the review into Child G?"
