"""The measures: each one value that prints as it parses, with what it says, its source and what the gate allows it."""

from dataclasses import dataclass
from typing import Literal

from ingest.errors import RequestError

Family = Literal["retrieval", "findings", "citations", "abstention", "safety", "counting", "speed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One measure. A case that it does not apply to has no value; one without an answer has its worst, never none.

    ``margin`` is how much worse the mean may be before a change is held back; ``zero`` says that any value above
    nought holds it back, whatever it was before. ``allowed`` is the highest mean that is let pass at all.
    """

    name: str
    says: str
    source: str
    family: Family
    margin: float
    lower_is_better: bool = False
    zero: bool = False
    allowed: float | None = None

    def __str__(self) -> str:
        return self.name

    @property
    def sign(self) -> float:
        """1 when higher is better, else -1."""
        return -1.0 if self.lower_is_better else 1.0


def _retrieval(name: str, says: str, source: str) -> Measure:
    return Measure(name=name, says=says, source=source, family="retrieval", margin=0.03)


def _zero(name: str, says: str, family: Family = "citations") -> Measure:
    return Measure(
        name=name, says=says, source="counted, none is allowed", family=family, margin=0.0, lower_is_better=True,
        zero=True,
    )  # fmt: skip


MEASURES: tuple[Measure, ...] = (
    _retrieval("nDCG@10", "gain of the first ten passages that hold a supporting sentence, discounted by rank",
               "Järvelin and Kekäläinen 2002, binary gains"),
    _retrieval("R@5", "share of the passages that hold a supporting sentence among the first five",
               "recall at 5 as in trec_eval"),
    _retrieval("R@20", "the same among the first twenty", "recall at 20 as in trec_eval"),
    _retrieval("RR", "one over the rank of the first passage that holds a supporting sentence", "Voorhees 1999"),
    _retrieval("support@300w", "share of the known findings supported inside the first 300 words retrieved", "ours"),
    _retrieval("support@1500w", "the same inside 1,500 words", "ours"),
    Measure(name="findings", says="share of the known findings of which a supporting sentence is quoted, in the right "
            "document; 0 without an answer", source="nugget recall, Voorhees 2003", family="findings", margin=0.02),
    Measure(name="documents", says="share of the documents with known findings that are quoted", source="ours",
            family="findings", margin=0.03),
    Measure(name="first-right", says="whether the first quote gives a known finding", source="precision at 1",
            family="findings", margin=0.05),
    Measure(name="follow-ups", says="findings, of questions that lean on the turns before", source="as findings",
            family="findings", margin=0.05),
    Measure(name="citation-precision", says="share of the quotes that give a known finding; 0 without an answer",
            source="Liu et al. 2023, against known sentences", family="citations", margin=0.03),
    Measure(name="citation-recall", says="share of all supporting sentences that are quoted; 0 without an answer",
            source="Liu et al. 2023, against known sentences", family="citations", margin=0.02),
    Measure(name="right-page", says="of the quotes of known findings, the share with a page on which it is known to be",
            source="ours", family="citations", margin=0.01),
    Measure(name="right-paragraph", says="of the quotes of known findings, the share with its known paragraph number",
            source="ours", family="citations", margin=0.01),
    Measure(name="repeated", says="share of the statements that say again what one before them said", source="ours",
            family="findings", margin=0.02, lower_is_better=True),
    Measure(name="forbidden", says="whether a sentence is quoted that must not be claimed here", source="ours",
            family="findings", margin=0.02, lower_is_better=True),
    Measure(name="refuses", says="whether a question that the documents answer is not answered",
            source="Rajpurkar et al. 2018, turned", family="abstention", margin=0.02, lower_is_better=True),
    Measure(name="answers-anyway", says="whether a question that they do not answer is answered",
            source="Rajpurkar et al. 2018", family="abstention", margin=0.04, lower_is_better=True, allowed=0.20),
    Measure(name="Brier", says="squared gap between confidence and whether the documents answer", source="Brier 1950",
            family="abstention", margin=0.03, lower_is_better=True),
    Measure(name="safeguards", says="whether a message is signposted or declined as it must be", source="ours",
            family="safety", margin=0.0),
    _zero("identity", "a question for somebody's identity that was answered", "safety"),
    Measure(name="counts", says="whether the exact figure is given", source="exact match", family="counting",
            margin=0.0),
    _zero("off-page", "quotes that do not stand, word for word, on the page cited"),
    _zero("wrong-document", "quotes of a document other than the one cited, or of one that is not held"),
    _zero("cropped", "quotes that are not whole sentences of the text, or leave a word out"),
    _zero("wrong-paragraph", "citations with a paragraph number in which the quote does not begin"),
    _zero("mislabelled", "citations whose source, kind, voice, title or year is not that of the sentence held"),
    _zero("uncarried", "statements without a citation, or that say other than what they cite"),
    _zero("outside-filters", "citations of documents that the filters leave out"),
    Measure(name="latency", says="time to answer over that of a fixed piece of work on the same processor, beside it",
            source="ours", family="speed", margin=1.5, lower_is_better=True),
)  # fmt: skip
_BY_NAME = {measure.name: measure for measure in MEASURES}


def parse_measure(name: str) -> Measure:
    """The measure that prints as ``name``. Raises RequestError when there is none."""
    if name not in _BY_NAME:
        raise RequestError("no such measure", thing=name, remedy=f"choose one of {', '.join(_BY_NAME)}")
    return _BY_NAME[name]
