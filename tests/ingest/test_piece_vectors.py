"""Word pieces of a question held to those of sentences."""

import numpy as np

from ingest.minilm import whole_words
from ingest.piece_vectors import WIDTH, nearest_pieces


def unit(*places: int) -> np.ndarray:
    """Unit vectors, each along one of the directions."""
    return np.eye(WIDTH, dtype=np.float32)[list(places)]


def test_each_piece_of_a_question_finds_the_nearest_of_each_sentence() -> None:
    pieces = np.asarray(unit(0, 1, 2) * 127, dtype=np.int8)
    found = nearest_pieces(unit(0, 2), pieces, (2, 1))
    assert found.round(3).tolist() == [[1.0, 0.0], [0.0, 1.0]]


def test_a_sentence_without_pieces_is_near_nothing() -> None:
    pieces = np.asarray(unit(0) * 127, dtype=np.int8)
    assert nearest_pieces(unit(0), pieces, (0, 1)).round(3).tolist() == [[0.0], [1.0]]
    assert nearest_pieces(unit(0), np.zeros((0, WIDTH), dtype=np.int8), (0, 0)).tolist() == [[0.0], [0.0]]


def test_each_piece_knows_the_word_that_it_is_part_of() -> None:
    text = "Child D's school?"
    offsets = [(0, 5), (6, 7), (7, 8), (8, 9), (10, 14), (14, 16), (16, 17)]
    assert whole_words(text, offsets) == ("Child", "D's", "D's", "D's", "school", "school", "")
