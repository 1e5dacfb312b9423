"""How much one caller may send: a bucket of requests that fills evenly, and so many at once. A process counts alone."""

import time
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

MOST_KNOWN = 10_000  # callers whose buckets are remembered; the one heard of longest ago is forgotten
_AT_RATE = 60.0


@dataclass(slots=True, kw_only=True)
class _Bucket:
    left: float
    at: float


class Rate:
    """So many requests ``a_minute`` of each caller, as many at once after a pause; None: no limit."""

    def __init__(self, a_minute: int | None, clock: Callable[[], float] = time.monotonic) -> None:
        self._most, self._clock = a_minute, clock
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()

    def wait(self, who: str) -> float:
        """Count a request of ``who``: 0.0 when it may go on, else the seconds until one may."""
        if self._most is None:
            return 0.0
        now = self._clock()
        bucket = self._buckets.setdefault(who, _Bucket(left=float(self._most), at=now))
        self._buckets.move_to_end(who)
        if len(self._buckets) > MOST_KNOWN:
            self._buckets.popitem(last=False)
        a_second = self._most / _AT_RATE
        bucket.left = min(float(self._most), bucket.left + (now - bucket.at) * a_second)
        bucket.at = now
        if bucket.left < 1.0:
            return (1.0 - bucket.left) / a_second
        bucket.left -= 1.0
        return 0.0


class AtOnce:
    """So many requests that are being answered: ``most`` in all, ``each`` of one caller (None: no limit of its own)."""

    def __init__(self, most: int, each: int | None) -> None:
        self._most, self._each = most, each
        self._of: Counter[str] = Counter()

    def problem(self, who: str) -> int | None:
        """The HTTP status with which another request of ``who`` is refused just now; None when there is room."""
        if self._of.total() >= self._most:
            return 503
        return 429 if self._each is not None and self._of[who] >= self._each else None

    @contextmanager
    def place(self, who: str) -> Iterator[None]:
        """Holds a place while a request is answered."""
        self._of[who] += 1
        try:
            yield
        finally:
            self._of[who] -= 1
            if not self._of[who]:
                del self._of[who]
