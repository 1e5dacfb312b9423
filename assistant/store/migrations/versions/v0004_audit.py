"""The audit trail."""

import sqlalchemy as sql
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make its table."""
    op.create_table(
        "audit",
        sql.Column("number", sql.Integer, primary_key=True, autoincrement=True),
        sql.Column("done", sql.String(32), nullable=False, index=True),
        sql.Column("who", sql.Text, nullable=False),
        sql.Column("what", sql.String(32), nullable=False),
        sql.Column("which", sql.Text, nullable=False),
    )
