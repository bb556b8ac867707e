"""Sealed files, their wrapped keys, and the keys that members publish."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Changes the tables, and keeps what is in them."""
    op.create_table(
        "encryption_keys",
        sa.Column("member", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("public_key", sa.String(length=66), nullable=False),
        sa.Column("issued_at", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("wallet", sa.String(length=42), nullable=False),
        sa.Column("signature", sa.String(length=132), nullable=False),
        sa.Column("published_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("member", "public_key", "issued_at"),
    )
    op.create_table(
        "file_keys",
        sa.Column("file_id", sa.String(length=66), nullable=False),
        sa.Column("public_key", sa.String(length=66), nullable=False),
        sa.Column("wrapped_by", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("member", sa.Integer(), nullable=False),
        sa.Column("wrapped_key", sa.String(length=108), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("file_id", "public_key", "wrapped_by"),
    )
    op.create_index("file_keys_member", "file_keys", ["file_id", "member"], unique=False)

    op.create_table(
        "files",
        sa.Column("file_id", sa.String(length=66), nullable=False),
        sa.Column("record_kind", sa.String(length=32), nullable=False),
        sa.Column("record_id", sa.String(length=66), nullable=False),
        sa.Column("content", sa.String(length=66), nullable=False),
        sa.Column("media_type", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("member", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("file_id"),
    )
    op.create_index(
        "files_record", "files", ["record_kind", "record_id", "created_at"], unique=False
    )


def downgrade() -> None:
    """There is no way back: a backup is."""
    raise NotImplementedError
