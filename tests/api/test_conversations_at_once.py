"""Many conversations at once, clients leaving at random: nothing lost, nothing mixed up, nothing left open."""

import asyncio

from assistant.store.database import FILE, Database
from benchmarks.conversations_at_once import storm
from tests.api.serving import Served


def test_no_turn_is_lost_or_mixed_up_and_nothing_is_left_running(served: Served) -> None:
    asyncio.run(storm(served.url, 1, turns=1))
    assert served.at_rest()
    before = served.tasks()
    done = asyncio.run(storm(served.url, 6))
    assert done.wrong == ()
    assert done.answers == 36 and done.left > 3
    assert served.at_rest(), "a connection or a request is left open"
    assert served.tasks() <= before
    database = Database(f"sqlite:///{served.library / FILE}")
    database.scrub()
    assert not database.unscrubbed, "a transaction is left open"
    database.close()
