"""While the server runs, what is past its days goes, conversations and the like: at its start and every minute."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from anyio import to_thread

from assistant.store.conversations import Conversations
from ingest.errors import StoreError

EVERY_SECONDS = 60.0
_LOG = logging.getLogger(__name__)


@asynccontextmanager
async def retention(
    kept: Conversations, days: int, *, every: float = EVERY_SECONDS, also: Callable[[], None] | None = None
) -> AsyncIterator[None]:
    """Delete what was asked in last more than ``days`` ago, now and ``every`` so many seconds until leaving.

    ``also`` deletes what has other days. Raises StoreError when the first time fails.
    """

    def expire() -> None:
        kept.expire(days)
        if also:
            also()

    await to_thread.run_sync(expire)
    sweeping = asyncio.create_task(_sweep(expire, every))
    try:
        yield
    finally:
        sweeping.cancel()
        await asyncio.gather(sweeping, return_exceptions=True)


async def _sweep(expire: Callable[[], None], every: float) -> None:
    while True:
        await asyncio.sleep(every)
        try:
            await to_thread.run_sync(expire)
        except StoreError as error:  # the next time may do
            _LOG.warning("conversations and the like past their days were not deleted: %s", error)
