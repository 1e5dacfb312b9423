"""Finds the 64 directions in which word pieces differ most, and writes `ingest/piece_projection.npz`.

`python -m benchmarks.train_projection` reads the example library with the built-in model; nothing else is needed.
"""

import numpy as np

from benchmarks.quality_libraries import ROOT, library_of_files
from ingest.embedding import SentenceEmbeddings
from ingest.piece_vectors import WIDTH, Floats
from ingest.sentence_vectors import embedded_text

OUT = ROOT / "ingest" / "piece_projection.npz"
_EVERY = 5  # one piece in so many is enough for the directions


def main() -> None:
    """Write the mean and the directions."""
    with library_of_files("examples", sorted((ROOT / "examples" / "library").iterdir())) as assistant:
        catalogue = assistant.library.catalogue
        texts = [embedded_text(p) for held in catalogue.documents() for p in catalogue.passages_of(held.id)]
        pieces = read_pieces(assistant.embeddings, texts)
    mean = pieces.mean(axis=0)
    values, directions = np.linalg.eigh(np.cov((pieces - mean)[::_EVERY].T))
    best = directions[:, ::-1][:, :WIDTH]
    np.savez(OUT, mean=mean.astype(np.float16), basis=best.astype(np.float16))
    print(
        f"{len(pieces)} pieces; {WIDTH} directions hold {values[::-1][:WIDTH].sum() / values.sum():.2f} of the variance"
    )


def read_pieces(embeddings: SentenceEmbeddings, texts: list[str]) -> Floats:
    """What the model says of every word piece of ``texts``, shape (pieces, width)."""
    return np.concatenate([pieces[1:-1] for pieces in embeddings.read_pieces(texts)])


if __name__ == "__main__":
    main()
