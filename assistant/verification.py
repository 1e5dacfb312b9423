"""Nothing leaves unverified: every quote is compared with the stored text of the page it cites."""

from ingest.catalogue import Catalogue, StoredPage
from ingest.records import Sentence
from ingest.text import stands_on


def page_of_quote(catalogue: Catalogue, document_id: str, sentences: tuple[Sentence, ...]) -> StoredPage | None:
    """The stored page on which the quote begins if every sentence of it stands where it is said to stand, else None."""
    numbers = {n for s in sentences for n in (s.page, s.page_end)}
    pages = catalogue.page_texts(document_id, numbers)
    if numbers - pages.keys():
        return None
    for sentence in sentences:
        if not _stands(sentence, pages):
            return None
    return pages[sentences[0].page]


def _stands(sentence: Sentence, pages: dict[int | None, StoredPage]) -> bool:
    first, last = pages[sentence.page], pages[sentence.page_end]
    if sentence.page == sentence.page_end:
        return stands_on(sentence.text, first.text)
    return runs_over(sentence.text, first.text, last.text)


def runs_over(quote: str, first: str, last: str) -> bool:
    """Whether ``quote`` begins on the page ``first`` and its whole rest stands on the page ``last``."""
    low, high = 0, len(quote)
    while low < high:  # the longest beginning that the first page holds; shorter beginnings are held too
        middle = (low + high + 1) // 2
        if stands_on(quote[:middle], first):
            low = middle
        else:
            high = middle - 1
    return any(cut > 0 and stands_on(quote[cut:].lstrip("-\u2010 "), last) for cut in range(low, max(0, low - 40), -1))
