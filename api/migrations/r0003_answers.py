"""Answers to requests that may come twice."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Changes the tables, and keeps what is in them."""
    op.create_table(
        "answers",
        sa.Column("key_mac", sa.String(length=64), nullable=False),
        sa.Column("request_mac", sa.String(length=64), nullable=False),
        sa.Column("started_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("key_mac"),
    )
    op.create_index("ix_answers_expires_at", "answers", ["expires_at"], unique=False)


def downgrade() -> None:
    """There is no way back: a backup is."""
    raise NotImplementedError
