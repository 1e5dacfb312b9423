"""Contents parsed quickly are what pypdf makes of them, byte for byte; what is out of the ordinary is left to pypdf."""

from collections.abc import Iterable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PageObject, PdfReader
from pypdf.generic import ArrayObject, ContentStream, DecodedStreamObject

from ingest.readers.pdf_content import parse, parse_quickly
from tests.libraries import EXAMPLES

KEPT = frozenset(b"BT ET q Q cm Tz Tc Tw TL Tf Td TD Tm T* Tj TJ Do ' \"".split())
BARE = frozenset(b"BT ET q Q T*".split())


def by_pypdf(data: bytes) -> list[tuple[list[object], bytes]]:
    """The operations that matter to text, as pypdf parses them."""
    source = DecodedStreamObject()
    source.set_data(data)
    operations = ContentStream(source, None, "bytes").operations
    return [([] if operator in BARE else list(operands), operator) for operands, operator in operations
            if operator in KEPT]  # fmt: skip


def in_stretches(operations: Iterable[tuple[Sequence[object], bytes]]) -> list[tuple[list[object], bytes]]:
    """Operations, what a ``TJ`` shows told as (string, offsets within it) and the gaps between such stretches."""
    return [([stretches(o) if isinstance(o, ArrayObject) else o for o in operands], operator)
            for operands, operator in operations]  # fmt: skip


def stretches(array: Iterable[object]) -> list[object]:
    """The strings of an array, those with no gap between them as one, each with the sum of the offsets in it."""
    found: list[object] = []
    string, offsets = b"", 0.0
    for element in array:
        if isinstance(element, bytes):
            string += element
        elif isinstance(element, (int, float)) and string and element > -20:
            offsets += element
        else:
            found += [(string, pytest.approx(offsets)), element]
            string, offsets = b"", 0.0
    return [*found, (string, pytest.approx(offsets))]


@pytest.mark.parametrize(
    "data",
    [
        b"BT /F1 11 Tf 1 0 0 1 72 760 Tm (A word) Tj ET",
        b"q 0.5 .25 -3. +4 5 6 cm\n/Im1 Do Q",
        b"BT [(Gr) 18.2 (enfell) -250 <48 >]TJ ET",
        b"BT [(Gr)18.2(enfell)-250<4869>]TJ T* (x)' 1 2 (y)\" ET",
        rb"BT (a \(b\) (c) \\ \n\r\t\b\f \226\037 d) Tj ET",
        b"BT (broken \\\r\nover \\\nlines \\\rof a string) Tj ET",
        b"/P <</MCID 3>> BDC BT <00480065006> Tj ET EMC",
        b"/Span<</ActualText<FEFF0009>/Lang (en-GB) /At [1 2 /X]>> BDC ( ) Tj EMC",
        b"/Artifact <</Attached [/Bottom] /Type /Pagination>> BDC 0 0 m 10 10 l S 1 0 0 rg f* EMC BT (x) Tj ET",
        b"",
        b"  \r\n ",
    ],
)
def test_what_is_in_order_is_parsed_as_pypdf_parses_it(data: bytes) -> None:
    found = parse(data)
    if found is not None:
        assert in_stretches(found) == in_stretches(by_pypdf(data))
    assert found is not None or b"<48 >" in data  # white space within hexadecimal digits is left to pypdf


@pytest.mark.parametrize(
    "data",
    [
        b"BI /W 1 /H 1 /BPC 8 /CS /G ID x EI BT (x) Tj ET",
        b"% a comment\nBT (x) Tj ET",
        rb"BT (an \y unknown escape) Tj ET",
        b"BT (never closed Tj ET",
        b"BT 1-2 0 Td ET",
        b"1 0 R BT ET",
        b"BT <</A <</B 1>>>> BDC ET",
        b"\x00BT ET",
        b"BT ((twice (nested) in) itself) Tj ET",
    ],
)
def test_what_is_out_of_the_ordinary_is_left_to_pypdf(data: bytes) -> None:
    assert parse(data) is None


TOKENS = st.sampled_from([
    b"BT", b"ET", b"Tj", b"TJ", b"Td", b"Tm", b"Tf", b"1", b"-.5", b"+2.", b"/F1", b"(a)", b"(\\051)", b"<41>", b"[",
    b"]", b"<<", b">>", b"/MCID", b"BDC", b"EMC", b"q", b"Q", b"re", b"f*", b"'", b"%", b"(", b")", b"\\", b"true",
    b"1e5",
])  # fmt: skip


@given(st.lists(st.tuples(TOKENS, st.sampled_from([b" ", b"\n", b""])), max_size=25))
def test_whatever_stands_there_it_says_what_pypdf_says_or_nothing(tokens: list[tuple[bytes, bytes]]) -> None:
    data = b"".join(token + space for token, space in tokens)
    found = parse(data)
    if found is not None:
        assert in_stretches(found) == in_stretches(by_pypdf(data))


def drawn(page: PageObject) -> tuple[str, list[object]]:
    """The text of a page and all that pypdf tells of its runs."""
    runs: list[object] = []

    def visit(text: str, cm: list[float], tm: list[float], font: dict[str, object] | None, size: float) -> None:
        runs.append((text, tuple(cm), tuple(tm), (font or {}).get("/BaseFont"), size))

    return page.extract_text(visitor_text=visit), runs


def test_every_page_has_the_same_text_and_runs_both_ways() -> None:
    quick = 0
    for path in sorted(EXAMPLES.glob("*.pdf"))[:4]:
        for one, other in zip(PdfReader(path).pages, PdfReader(path).pages, strict=True):
            parse_quickly(other)
            quick += isinstance(other.get("/Contents"), ContentStream)
            assert drawn(one) == drawn(other), path.name
    assert quick > 20
