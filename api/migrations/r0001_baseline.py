"""The first shape of the tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the tables."""
    op.create_table(
        "api_keys",
        sa.Column("key_id", sa.String(length=16), nullable=False),
        sa.Column("secret_hash", sa.String(length=64), nullable=False),
        sa.Column("label", sa.String(length=64), nullable=False),
        sa.Column("member", sa.Integer(), nullable=False),
        sa.Column("wallet", sa.String(length=42), nullable=False),
        sa.Column("powers", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("revoked_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("key_id"),
    )
    op.create_index("ix_api_keys_member", "api_keys", ["member"], unique=False)

    op.create_table(
        "nonces",
        sa.Column("nonce", sa.String(length=64), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("nonce"),
    )
    op.create_index("ix_nonces_expires_at", "nonces", ["expires_at"], unique=False)

    op.create_table(
        "relays",
        sa.Column("action_id", sa.String(length=66), nullable=False),
        sa.Column("member", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("action_id", "member"),
    )
    op.create_table(
        "reservations",
        sa.Column("carrier", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number_mac", sa.String(length=64), nullable=False),
        sa.Column("bill_id", sa.String(length=66), nullable=False),
        sa.Column("reserved_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("carrier", "number_mac"),
    )
    op.create_index("reservations_bill", "reservations", ["bill_id"], unique=False)

    op.create_table(
        "sessions",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("wallet", sa.String(length=42), nullable=False),
        sa.Column("member", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("token_hash"),
    )
    op.create_index("ix_sessions_expires_at", "sessions", ["expires_at"], unique=False)


def downgrade() -> None:
    """There is no way back: a backup is."""
    raise NotImplementedError
