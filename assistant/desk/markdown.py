"""What pandoc's Markdown writer leaves alive: entities, citations inside words, bare addresses. Here it is escaped."""

import re

# Pairs that are escaped already are passed over; what is met after them comes alive in pandoc's Markdown (@key), in
# CommonMark (&lt;) or on GitHub (bare addresses).
_ALIVE = re.compile(r"(?P<escaped>\\.)|(?P<entity>&(?=#?\w{1,32};))|(?P<key>@)|(?P<scheme>:(?=//))|(?P<www>(?<=www)\.)")


def escaped(markdown: str) -> str:
    """``markdown``, as pandoc wrote it without code in it, with the rest of what could come alive escaped."""
    return _ALIVE.sub(lambda match: match.group() if match["escaped"] else f"\\{match.group()}", markdown)
