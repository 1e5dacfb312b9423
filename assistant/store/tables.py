"""The tables of the store. A change here needs a step in ``assistant/store/migrations/versions``; a test compares both.

Moments are ISO 8601 in UTC with microseconds, so that their order is that of time. An answer is kept as the JSON that
was shown: its evidence must read the same after the document is gone.
"""

import sqlalchemy as sql

META = sql.MetaData()


def _within(table: str) -> sql.ForeignKey:
    """Belongs to a row of ``table`` and goes with it."""
    return sql.ForeignKey(f"{table}.id", ondelete="CASCADE")


CONVERSATIONS = sql.Table(
    "conversations", META,
    sql.Column("id", sql.String(32), primary_key=True),
    sql.Column("reader", sql.String(32), nullable=True, index=True),  # whose list shows it
    sql.Column("title", sql.Text, nullable=False),
    sql.Column("started", sql.String(32), nullable=False),
    sql.Column("changed", sql.String(32), nullable=False, index=True),
)  # fmt: skip
ANSWERS = sql.Table(
    "answers", META,
    sql.Column("id", sql.String(32), primary_key=True),
    sql.Column("conversation", sql.String(32), _within("conversations"), nullable=True, index=True),
    sql.Column("kept", sql.String(32), nullable=False, index=True),
    sql.Column("body", sql.Text, nullable=False),  # the body of POST /v1/ask
)  # fmt: skip
TURNS = sql.Table(
    "turns", META,
    sql.Column("conversation", sql.String(32), _within("conversations"), primary_key=True),
    sql.Column("ordinal", sql.Integer, primary_key=True),  # from 1
    sql.Column("answer", sql.String(32), _within("answers"), nullable=False, unique=True),
    sql.Column("question", sql.Text, nullable=False),  # as it was typed
)  # fmt: skip
FEEDBACK = sql.Table(
    "feedback", META,
    sql.Column("id", sql.String(32), primary_key=True),
    sql.Column("answer", sql.String(32), _within("answers"), nullable=False, index=True),
    sql.Column("statement", sql.Integer, nullable=True),  # from 0; none: the whole answer
    sql.Column("verdict", sql.String(32), nullable=False),
    sql.Column("comment", sql.Text, nullable=False),
    sql.Column("given", sql.String(32), nullable=False),
)  # fmt: skip
COLLECTIONS = sql.Table(
    "collections", META,
    sql.Column("id", sql.String(32), primary_key=True),
    sql.Column("reader", sql.String(32), nullable=True, index=True),  # whose list shows it
    sql.Column("title", sql.Text, nullable=False),
    sql.Column("changed", sql.String(32), nullable=False, index=True),
)  # fmt: skip
COLLECTION_ITEMS = sql.Table(
    "collection_items", META,
    sql.Column("id", sql.String(32), primary_key=True),
    sql.Column("collection", sql.String(32), _within("collections"), nullable=False, index=True),
    sql.Column("place", sql.Integer, nullable=False),  # from 1; gaps where something was taken out
    sql.Column("body", sql.Text, nullable=False),  # a quote, a statement or own words, as exports write them
    sql.Column("note", sql.Text, nullable=False),
)  # fmt: skip
FROZEN_COPIES = sql.Table(
    "frozen_copies", META,
    sql.Column("number", sql.Integer, primary_key=True, autoincrement=True),
    sql.Column("collection", sql.String(32), nullable=False, index=True),  # it outlives the collection
    sql.Column("made", sql.String(32), nullable=False),
    sql.Column("body", sql.Text, nullable=False),  # the JSON export
    sql.Column("reader", sql.String(32), nullable=True),  # whose collection it was
)  # fmt: skip
KEYS = sql.Table(
    "keys", META,
    sql.Column("id", sql.String(32), primary_key=True),  # stands in the key itself
    sql.Column("name", sql.String(100), nullable=False, index=True),
    sql.Column("role", sql.String(32), nullable=False),
    sql.Column("hash", sql.String(64), nullable=False),  # SHA-256 of the secret part
    sql.Column("made", sql.String(32), nullable=False),
    sql.Column("expires", sql.String(32), nullable=True),
    sql.Column("revoked", sql.String(32), nullable=True),
)  # fmt: skip
SESSIONS = sql.Table(
    "sessions", META,
    sql.Column("hash", sql.String(64), primary_key=True),  # SHA-256 of what the cookie holds
    sql.Column("key", sql.String(32), _within("keys"), nullable=False, index=True),
    sql.Column("expires", sql.String(32), nullable=False, index=True),
)  # fmt: skip
AUDIT = sql.Table(
    "audit", META,
    sql.Column("number", sql.Integer, primary_key=True, autoincrement=True),
    sql.Column("done", sql.String(32), nullable=False, index=True),
    sql.Column("who", sql.Text, nullable=False),  # the name of a key, "command line", "local page", "job ID"
    sql.Column("what", sql.String(32), nullable=False),
    sql.Column("which", sql.Text, nullable=False),
)  # fmt: skip
