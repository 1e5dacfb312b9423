"""Keys, sessions of the page, and whose a frozen copy is."""

import sqlalchemy as sql
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the two tables; a frozen copy belongs to whom its collection belongs."""
    op.create_table(
        "keys",
        sql.Column("id", sql.String(32), primary_key=True),
        sql.Column("name", sql.String(100), nullable=False, index=True),
        sql.Column("role", sql.String(32), nullable=False),
        sql.Column("hash", sql.String(64), nullable=False),
        sql.Column("made", sql.String(32), nullable=False),
        sql.Column("expires", sql.String(32), nullable=True),
        sql.Column("revoked", sql.String(32), nullable=True),
    )
    op.create_table(
        "sessions",
        sql.Column("hash", sql.String(64), primary_key=True),
        sql.Column("key", sql.String(32), sql.ForeignKey("keys.id", ondelete="CASCADE"), nullable=False, index=True),
        sql.Column("expires", sql.String(32), nullable=False, index=True),
    )
    op.add_column("frozen_copies", sql.Column("reader", sql.String(32), nullable=True))
    op.execute("UPDATE frozen_copies SET reader = (SELECT reader FROM collections WHERE collections.id = collection)")
