"""What a page draws, parsed an operation at a time: pypdf does it byte by byte, half of its time for a page.

Only the operators that place or show text, or draw a form, have a part in a page's text; the others are passed over.
Anything out of the ordinary is left to pypdf as a whole: inline images, comments, unusual escapes. A test holds that
both ways give the same text and runs.
"""

import math
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pypdf import PageObject
    from pypdf.generic import ArrayObject

_MOST = 2_000_000  # bytes; pypdf refuses a stream of more tokens than this, and no token is shorter than a byte
_LONGEST_ARRAY = 100_000  # elements; pypdf refuses more
_LEAST_GAP = 20.0  # thousandths of the type size; pypdf takes half a space for a gap, and no space is this narrow
_KEPT = frozenset(b"BT ET q Q cm Tz Tc Tw TL Tf Td TD Tm T* Tj TJ Do ' \"".split())
_BARE = frozenset(b"BT ET q Q T*".split())
_TO_PYPDF = frozenset(b"BI R".split())

_PARTS = {
    b"space": rb"[\t\n\f\r ]",
    b"number": rb"[+-]?(?:[0-9]{1,9}(?:\.[0-9]{0,8})?|\.[0-9]{1,9})(?=[\t\n\f\r \[\]()<>/])",
    b"string": rb"\([^()\\]*+(?:(?:\\(?:[nrtbf()\\]|[0-3][0-7]{2}|[\r\n][\r\n]?+)|\([^()\\]*+\))[^()\\]*+)*+\)",
    b"hex": rb"<[0-9A-Fa-f]*+>",
    b"name": rb"/[A-Za-z0-9_.+-]{1,60}(?=[\t\n\f\r \[\]()<>/])",
}
_PARTS[b"array"] = rb"\[(?:%(space)s++|%(number)s|%(string)s|%(hex)s)*+\]" % _PARTS
_PARTS[b"value"] = rb"(?:%(number)s|%(name)s|%(string)s|%(hex)s|\[(?:%(space)s++|%(number)s|%(name)s)*+\])" % _PARTS
_PARTS[b"marks"] = rb"<<(?:%(space)s*+%(name)s%(space)s*+%(value)s)*+%(space)s*+>>" % _PARTS
_OPERATION = re.compile(
    rb"((?:%(space)s++|%(number)s|%(string)s|%(array)s|%(name)s|%(marks)s|%(hex)s)*+)"
    rb"([A-Za-z'\"][A-Za-z0-9*'\"]{0,3})(?=[\t\n\f\r \[(</]|\Z)" % _PARTS
)
_OPERAND = re.compile(rb"(%(string)s)|(%(hex)s)|(%(array)s)|(%(name)s)|(%(number)s)|%(marks)s" % _PARTS)
_ESCAPE = re.compile(rb"\\([nrtbf()\\]|[0-3][0-7]{2}|[\r\n][\r\n]?+)")
_MEANT = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def parse_quickly(page: "PageObject") -> None:
    """Give ``page`` its contents parsed, where they are in order; else leave them for pypdf to parse, and to judge."""
    from pypdf.generic import ContentStream, NameObject

    if "/Contents" not in page:
        return
    stream = ContentStream(page["/Contents"], page.pdf, "bytes")
    operations = parse(stream.get_data())
    if operations:
        stream.operations = operations
        page[NameObject("/Contents")] = stream


def parse(data: bytes) -> "list[tuple[list[float | bytes | str | ArrayObject], bytes]] | None":
    """The operations in a content stream that have a part in its text, in order; None when pypdf is to parse it."""
    if len(data) > _MOST:
        return None
    found: list[tuple[list[float | bytes | str | ArrayObject], bytes]] = []
    at, end = 0, len(data.rstrip(b"\t\n\f\r "))
    match = _OPERATION.match
    while at < end:
        operation = match(data, at)
        if operation is None:
            return None
        at = operation.end()
        operator = operation[2]
        if operator in _KEPT:
            operands = [] if operator in _BARE else _operands(operation[1])
            if operands is None:
                return None
            found.append((operands, operator))
        elif operator in _TO_PYPDF:
            return None
    return found


def _operands(text: bytes) -> "list[float | bytes | str | ArrayObject] | None":
    """The operands of one operation, None when there are too many for pypdf."""
    from pypdf.generic import ArrayObject

    found: list[float | bytes | str | ArrayObject] = []
    for string, hexadecimal, array, name, number in _OPERAND.findall(text):
        if number:
            found.append(float(number))
        elif array:
            elements = _OPERAND.findall(array[1:-1] + b" ")
            if len(elements) > _LONGEST_ARRAY:
                return None
            found.append(ArrayObject(_joined(elements)))
        elif string:
            found.append(_string(string))
        elif hexadecimal:
            found.append(_hexadecimal(hexadecimal))
        elif name:
            found.append(name.decode("ascii"))
    return found


def _joined(elements: list[tuple[bytes, ...]]) -> list[float | bytes]:
    """The strings and offsets of an array, strings with no more than kerning between them as one.

    Each string costs pypdf as much as all else that is done for it; a kerned line has dozens. The offsets follow the
    strings that they stood between: they count in the width of the text, none of them is as wide as a gap.
    """
    found: list[float | bytes] = []
    strings: list[bytes] = []
    kerning: list[float] = []
    for string, hexadecimal, _, _, number in elements:
        if not number:
            strings.append(_string(string) if string else _hexadecimal(hexadecimal))
            continue
        offset = float(number)
        if strings and offset > -_LEAST_GAP:
            kerning.append(offset)
            continue
        found += [b"".join(strings), *_summed(kerning)] if strings else []
        strings, kerning = [], []
        found.append(offset)
    return found + ([b"".join(strings), *_summed(kerning)] if strings else [])


def _summed(offsets: list[float]) -> list[float]:
    """A few offsets that come to as much as ``offsets``, none of them a gap."""
    total = sum(offsets)
    if total >= 0:
        return [total] if total else []
    parts = math.floor(-total / _LEAST_GAP) + 1
    return [total / parts] * parts


def _string(token: bytes) -> bytes:
    inner = token[1:-1]
    return _ESCAPE.sub(_unescaped, inner) if b"\\" in inner else inner


def _unescaped(escape: re.Match[bytes]) -> bytes:
    what = escape[1]
    if what.isspace():  # a line broken within a string
        return b""
    return bytes((int(what, 8),)) if what.isdigit() else _MEANT.get(what, what)


def _hexadecimal(token: bytes) -> bytes:
    digits = token[1:-1].decode("ascii")
    return bytes.fromhex(digits + "0" * (len(digits) % 2))
