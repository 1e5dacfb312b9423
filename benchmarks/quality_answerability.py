"""How sure the product is that the documents held answer a question: the score that tells abstention apart."""

from assistant.answering import Assistant
from assistant.evidence import rank_sentences
from assistant.questions import understand
from assistant.records import Filters
from assistant.retrieval import dedupe, retrieve, scope
from assistant.understanding import read_question


def answerability(assistant: Assistant, question: str) -> float:
    """Higher is surer: the score of the best evidence, 0 without any."""
    library = assistant.library
    within = scope(library, Filters())
    reading = read_question(question, list(within.documents.values()))
    understood = understand(reading, library.words, within.passages)
    found = dedupe(retrieve(understood, library, assistant.embeddings, within))
    return max((e.score for e in rank_sentences(understood, found, library.words).evidence), default=0.0)
