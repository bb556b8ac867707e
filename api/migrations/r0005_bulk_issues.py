"""Voyages issued in bulk, and their rows."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Changes the tables, and keeps what is in them."""
    op.create_table(
        "bulks",
        sa.Column("bulk_id", sa.String(length=64), nullable=False),
        sa.Column("member", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=66), nullable=False),
        sa.Column("signatures", sa.JSON(), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("bulk_id"),
    )
    op.create_index("bulks_member", "bulks", ["member", "created_at", "bulk_id"], unique=False)
    op.create_index("bulks_status", "bulks", ["status", "updated_at"], unique=False)

    op.create_table(
        "bulk_rows",
        sa.Column("bulk_id", sa.String(length=64), nullable=False),
        sa.Column("line", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("bill_id", sa.String(length=66), nullable=True),
        sa.Column("action_id", sa.String(length=66), nullable=True),
        sa.Column("message", sa.JSON(), nullable=True),
        sa.Column("errors", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("bulk_id", "line"),
    )
    op.create_index("bulk_rows_status", "bulk_rows", ["bulk_id", "status", "line"], unique=False)


def downgrade() -> None:
    """There is no way back: a backup is."""
    raise NotImplementedError
