"""Conversations, turns, answers and feedback."""

import sqlalchemy as sql
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the four tables."""
    op.create_table(
        "conversations",
        sql.Column("id", sql.String(32), primary_key=True),
        sql.Column("reader", sql.String(32), nullable=True, index=True),
        sql.Column("title", sql.Text, nullable=False),
        sql.Column("started", sql.String(32), nullable=False),
        sql.Column("changed", sql.String(32), nullable=False, index=True),
    )
    op.create_table(
        "answers",
        sql.Column("id", sql.String(32), primary_key=True),
        sql.Column(
            "conversation",
            sql.String(32),
            sql.ForeignKey("conversations.id", ondelete="CASCADE"),
            nullable=True,
            index=True,
        ),
        sql.Column("kept", sql.String(32), nullable=False, index=True),
        sql.Column("body", sql.Text, nullable=False),
    )
    op.create_table(
        "turns",
        sql.Column(
            "conversation", sql.String(32), sql.ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True
        ),
        sql.Column("ordinal", sql.Integer, primary_key=True),
        sql.Column(
            "answer", sql.String(32), sql.ForeignKey("answers.id", ondelete="CASCADE"), nullable=False, unique=True
        ),
        sql.Column("question", sql.Text, nullable=False),
    )
    op.create_table(
        "feedback",
        sql.Column("id", sql.String(32), primary_key=True),
        sql.Column(
            "answer", sql.String(32), sql.ForeignKey("answers.id", ondelete="CASCADE"), nullable=False, index=True
        ),
        sql.Column("statement", sql.Integer, nullable=True),
        sql.Column("verdict", sql.String(32), nullable=False),
        sql.Column("comment", sql.Text, nullable=False),
        sql.Column("given", sql.String(32), nullable=False),
    )
