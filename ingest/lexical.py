"""The one door to tantivy: passages found by their words (BM25), and the analysis of words that goes with it."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import tantivy

from ingest.errors import LibraryError
from ingest.records import Passage

_ANALYSER = "review_english"
_WORD = re.compile(r"[^\W_]+(?:[’'][^\W_]+)?", re.UNICODE)
_PSEUDONYM = re.compile(
    r"\b(Child|Baby|Young Person|Adult|Sibling|Person|Family|School|Module|Volume|Recommendation|Finding) "
    r"([A-Z]{1,2}\d?|\d{1,3})\b"
)
_LETTER = re.compile(r" (?:[A-Z]{1,2}\d?|\d{1,3})\b")  # quick to look for, and in every pseudonym
_HEAP = 64_000_000

# Words that carry no subject: they neither find a passage nor count as covered by one.
STOP_WORDS = frozenset(
    "a about after again all also am an and any are as at be because been before being between both but by can "
    "could did do does doing done during each else every few for from further get give given go had has have "
    "having he her here hers him his how i if in into is it its itself just let like many may me might more most "
    "much must my no nor not now of off on one only or other our out over own per please same say says said shall "
    "she should so some such tell than that the their them then there these they this those through to too under "
    "until up upon us very was we were what when where whether which while who whom whose why will with within "
    "without would yet you your s t".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LexicalHit:
    """A passage that shares words with the query; ``score`` is BM25 (k1 1.2, b 0.75), above 0."""

    passage_id: str
    score: float


@lru_cache(maxsize=1)
def _analyser() -> tantivy.TextAnalyzer:
    return (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        .filter(tantivy.Filter.lowercase())
        .filter(tantivy.Filter.ascii_fold())
        .filter(tantivy.Filter.stemmer("English"))
        .build()
    )


# Forms that the stemmer leaves apart although they are one word to a reader.
_FORMS = {
    "wrote": "write", "written": "write", "writer": "write", "author": "write", "authored": "write", "chaired": "lead",
    "died": "death", "die": "death", "children": "child", "babies": "baby", "infant": "baby", "infants": "baby",
    "women": "woman",
    "men": "man", "knew": "know", "known": "know", "saw": "see", "seen": "see", "told": "tell", "said": "say",
    "found": "find", "made": "make", "took": "take", "taken": "take", "gave": "give", "went": "go", "gone": "go",
    "left": "leave", "kept": "keep", "held": "hold", "brought": "bring", "thought": "think", "felt": "feel",
    "began": "begin", "begun": "begin", "broke": "break", "broken": "break", "spoke": "speak", "spoken": "speak",
    "lost": "lose", "met": "meet", "led": "lead", "came": "come", "lives": "life", "leads": "lead", "leader": "lead",
    "chair": "lead", "chairs": "lead", "chairing": "lead", "chairman": "lead", "chairwoman": "lead",
    "chairperson": "lead", "headed": "lead", "born": "birth", "costs": "cost", "yearly": "year", "annual": "year",
    "rang": "ring", "rung": "ring", "sent": "send", "paid": "pay", "ran": "run", "sat": "sit", "stood": "stand",
    "slept": "sleep", "drank": "drink", "drunk": "drink", "ate": "eat", "eaten": "eat", "fell": "fall",
    "fallen": "fall", "grew": "grow", "grown": "grow", "chose": "choose", "chosen": "choose", "caught": "catch",
    "taught": "teach", "bought": "buy", "sold": "sell", "spent": "spend", "became": "become", "shown": "show",
    "understood": "understand", "heard": "hear", "bit": "bite", "bitten": "bite", "hid": "hide", "hidden": "hide",
    "hurt": "hurt", "shook": "shake", "shaken": "shake", "threw": "throw", "thrown": "throw", "withdrew": "withdraw",
    "withdrawn": "withdraw", "sought": "seek", "got": "get", "rose": "rise", "risen": "rise", "drew": "draw",
    "drawn": "draw", "woke": "wake", "woken": "wake", "built": "build", "meant": "mean", "phoned": "ring",
    "telephoned": "ring", "called": "call", "annually": "year", "resolution": "resolve", "resolutions": "resolve",
}  # fmt: skip


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The form under which ``word`` is indexed."""
    found = _analyser().analyze(_FORMS.get(word.lower(), word))
    return found[0] if found else ""


def stems(text: str) -> list[str]:
    """The indexed forms of all words of ``text``, in order, stop words left out; "Child A" adds a form of its own."""
    found = [form for form in map(_form, _WORD.findall(text)) if form]
    if _LETTER.search(text):
        found += [f"{a.replace(' ', '')}{b}".lower() for a, b in _PSEUDONYM.findall(text)]
    return found


@lru_cache(maxsize=100_000)
def _form(word: str) -> str:
    """The form of a word as it stands in a text; empty for a stop word."""
    plain = re.sub(r"[’']s?$", "", word.lower())
    return "" if plain in STOP_WORDS else stem(plain)


class LexicalIndex:
    """The words of every passage in ``folder``. Many processes may read while one writes."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
        builder.add_text_field("document", stored=True, tokenizer_name="raw", index_option="basic")
        builder.add_text_field("words", stored=False, tokenizer_name="whitespace", index_option="freq")
        builder.add_text_field("context", stored=False, tokenizer_name="whitespace", index_option="freq")
        builder.add_text_field("whole", stored=False, tokenizer_name="whitespace", index_option="basic")
        try:
            self._index = tantivy.Index(builder.build(), path=str(folder))
        except (ValueError, OSError) as error:
            raise LibraryError(
                f"the word index cannot be opened: {error}", thing=str(folder),
                remedy="make it anew with `reviews rebuild`",
            ) from error  # fmt: skip

    def add(self, document_id: str, passages: Sequence[Passage], facts: str = "") -> None:
        """Index the passages of one document. What was indexed of it before stays until ``keep`` is told."""
        extra = " ".join(stems(facts))
        everything = set(extra.split())
        with self._writing() as writer:
            writer.delete_documents_by_term("id", document_id)
            for passage in passages:
                words = [*stems(passage.context), *stems(passage.text)]
                everything.update(words)
                writer.delete_documents_by_term("id", passage.id)
                row = tantivy.Document()
                row.add_text("id", passage.id)
                row.add_text("document", document_id)
                row.add_text("words", " ".join(words))
                row.add_text("context", extra)
                writer.add_document(row)
            whole = tantivy.Document()
            whole.add_text("id", document_id)
            whole.add_text("document", document_id)
            whole.add_text("whole", " ".join(everything))
            writer.add_document(whole)

    def keep(self, document_id: str, passage_ids: Iterable[str]) -> None:
        """Delete a document's earlier passages from the index: all but these."""
        with self._reading() as searcher:
            mine = tantivy.Query.term_query(self._index.schema, "document", document_id, "basic")
            hits = searcher.search(mine, max(1, searcher.num_docs)).hits
            stored = {str(name) for _, a in hits if (name := searcher.doc(a).get_first("id"))}
        if old := stored - {document_id, *passage_ids}:
            with self._writing() as writer:
                for passage_id in old:
                    writer.delete_documents_by_term("id", passage_id)

    def remove(self, document_ids: Iterable[str]) -> None:
        """Delete every passage of these documents from the index."""
        with self._writing() as writer:
            for document_id in document_ids:
                writer.delete_documents_by_term("document", document_id)

    @contextmanager
    def _writing(self) -> Iterator[tantivy.IndexWriter]:
        """A writer; what it did is seen at the end, all at once.

        Raises LibraryError when it cannot be written, as when the disk is full.
        """
        try:
            writer = self._index.writer(_HEAP, 1)
            writer.garbage_collect_files()  # of a commit that was killed: the next one would want the same names
            yield writer
            writer.commit()
            writer.wait_merging_threads()
            self._index.reload()
        except (ValueError, OSError) as error:
            raise LibraryError(
                f"the word index cannot be written: {error}", thing=str(self._folder),
                remedy="free some space and run again",
            ) from error  # fmt: skip

    @contextmanager
    def _reading(self, *, fresh: bool = True) -> Iterator[tantivy.Searcher]:
        """What was last committed, by whichever process.

        Raises LibraryError when the index is damaged: tantivy then raises ValueError, or panics (seen with bytes
        overwritten in a file of terms), which reaches Python as a BaseException of a class that cannot be imported.
        """
        try:
            if fresh:
                self._index.reload()
            yield self._index.searcher()
        except BaseException as error:
            if not isinstance(error, ValueError | OSError) and type(error).__name__ != "PanicException":
                raise
            raise LibraryError(
                f"the word index cannot be read: {str(error).splitlines()[0]}", thing=str(self._folder),
                remedy="make it anew with `reviews rebuild`",
            ) from error  # fmt: skip

    @staticmethod
    def stamp(folder: Path) -> str:
        """Changes with every write to the index in ``folder``, whoever writes. Opens nothing."""
        state = folder / "meta.json"
        return hashlib.sha256(state.read_bytes()).hexdigest()[:16] if state.is_file() else ""

    def search(
        self,
        words: Sequence[str] | Mapping[str, float],
        k: int,
        documents: Sequence[str] | None = None,
        *,
        context: float = 0.5,
    ) -> list[LexicalHit]:
        """At most ``k`` passages by BM25 over indexed forms ``words``, best first, of these ``documents``.

        A word counts as often as it is repeated, or as much as it is given.
        """
        if not words or documents is not None and not documents:
            return []
        schema = self._index.schema
        parts: list[tuple[tantivy.Occur, tantivy.Query]] = []
        for word, times in (words if isinstance(words, Mapping) else Counter(words)).items():
            for name, boost in (("words", times), ("context", times * context)):
                if boost:
                    inner = tantivy.Query.term_query(schema, name, word, "freq")
                    parts.append((tantivy.Occur.Should, tantivy.Query.boost_query(inner, boost)))
        query = tantivy.Query.boolean_query(parts)
        if documents is not None:
            only = tantivy.Query.term_set_query(schema, "document", list(documents))
            keep = tantivy.Query.const_score_query(only, 0.0)
            query = tantivy.Query.boolean_query([(tantivy.Occur.Must, query), (tantivy.Occur.Must, keep)])
        with self._reading() as searcher:
            hits = searcher.search(query, k).hits
            return [LexicalHit(passage_id=str(searcher.doc(a)["id"][0]), score=float(s)) for s, a in hits]

    def passages_with(self, word: str) -> int:
        """In how many passages, or their headings, the indexed form ``word`` occurs."""
        with self._reading() as searcher:
            return max(searcher.doc_freq("words", word), searcher.doc_freq("context", word))

    def documents_with(self, word: str, limit: int = 1000) -> set[str]:
        """The ids of the documents in which the indexed form ``word`` occurs at all, their facts included."""
        query = tantivy.Query.term_query(self._index.schema, "whole", word, "basic")
        with self._reading(fresh=False) as searcher:
            return {str(searcher.doc(a)["document"][0]) for _, a in searcher.search(query, limit).hits}

    def documents(self) -> set[str]:
        """The ids of all documents that have passages indexed."""
        with self._reading() as searcher:
            if not searcher.num_docs:
                return set()
            hits = searcher.search(tantivy.Query.all_query(), searcher.num_docs).hits
            return {str(searcher.doc(a)["document"][0]) for _, a in hits}

    def empty(self) -> bool:
        """Whether nothing is indexed."""
        with self._reading() as searcher:
            return not searcher.num_docs
