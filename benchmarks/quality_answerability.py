"""How sure the product is that the documents held answer a question: the score that tells abstention apart."""

from assistant.abstention import by_rule
from assistant.answerability import chance
from assistant.answering import Assistant
from assistant.evidence import rank_sentences
from assistant.questions import understand
from assistant.records import Filters
from assistant.retrieval import dedupe, retrieve, scope
from assistant.understanding import read_question


def answerability(assistant: Assistant, question: str) -> float:
    """The chance, from 0 to 1, that the evidence answers; 0 when a rule says that it does not."""
    library = assistant.library
    within = scope(library, Filters())
    held = list(within.documents.values())
    understood = understand(read_question(question, held), library.words, within.passages)
    found = dedupe(retrieve(understood, library, assistant.embeddings, within))
    ranked = rank_sentences(understood, found, library.words)
    return 0.0 if by_rule(understood, ranked, held).reason else chance(understood, ranked, library.words).both
