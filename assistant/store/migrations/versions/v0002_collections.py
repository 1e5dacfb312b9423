"""Collections, their items and frozen copies."""

import sqlalchemy as sql
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the three tables."""
    op.create_table(
        "collections",
        sql.Column("id", sql.String(32), primary_key=True),
        sql.Column("reader", sql.String(32), nullable=True, index=True),
        sql.Column("title", sql.Text, nullable=False),
        sql.Column("changed", sql.String(32), nullable=False, index=True),
    )
    op.create_table(
        "collection_items",
        sql.Column("id", sql.String(32), primary_key=True),
        sql.Column(
            "collection",
            sql.String(32),
            sql.ForeignKey("collections.id", ondelete="CASCADE"),
            nullable=False,
            index=True,
        ),
        sql.Column("place", sql.Integer, nullable=False),
        sql.Column("body", sql.Text, nullable=False),
        sql.Column("note", sql.Text, nullable=False),
    )
    op.create_table(
        "frozen_copies",
        sql.Column("number", sql.Integer, primary_key=True, autoincrement=True),
        sql.Column("collection", sql.String(32), nullable=False, index=True),
        sql.Column("made", sql.String(32), nullable=False),
        sql.Column("body", sql.Text, nullable=False),
    )
