"""Plain text: a blank line ends a paragraph. Text saved from web pages is met here too."""

from pathlib import Path

from ingest.errors import UnreadableError
from ingest.records import Line, Page, RawDocument
from ingest.text import fold_space, resolve_glyphs

_BULLETS = ("•", "●", "○", "▪", "◦", "·", "*", "–", "-")


def decode(path: Path) -> str:
    """The text of a file in UTF-8 (with or without mark), UTF-16 with a mark, or Windows-1252.

    Raises UnreadableError for bytes that are no text.
    """
    data = path.read_bytes()
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    odd = sum(1 for c in text[:20000] if (c < " " and c not in "\t\r\n\f") or c == "\ufffd")
    if odd > len(text[:20000]) / 50:
        raise UnreadableError(
            "the file is not text", thing=path.name, remedy="give a PDF, DOCX, HTML, Markdown or text file"
        )
    return text


def read_plain(text: str, *, reader: str = "text") -> RawDocument:
    """The document in ``text``. Lines below each other are one paragraph only when the text is hard-wrapped."""
    rows = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n").split("\n")
    wrapped = _is_wrapped(rows)
    lines: list[Line] = []
    for i, row in enumerate(rows):
        clean = fold_space(resolve_glyphs(row))
        if not clean:
            continue
        below = rows[i + 1] if i + 1 < len(rows) else ""
        bullet = clean.startswith(_BULLETS) and clean[1:2] == " "
        ends = not wrapped or not below.strip() or fold_space(below).startswith(_BULLETS)
        lines.append(Line(text=clean, bullet=bullet, ends=ends))
    return RawDocument(pages=(Page(number=None, lines=tuple(lines), text=text),), reader=reader)


def _is_wrapped(rows: list[str]) -> bool:
    """Whether paragraphs were broken into lines of about one width (most lines of 50 to 100 characters)."""
    long = [len(r.rstrip()) for r in rows if len(r.strip()) > 40]
    if len(long) < 5:
        return False
    return max(long) <= 110 and sum(1 for n in long if n > 50) > 0.6 * len(long)
