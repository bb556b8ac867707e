"""Which gateway.key the store is sealed with."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Changes the tables, and keeps what is in them."""
    op.create_table(
        "gateway_key",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("number"),
    )


def downgrade() -> None:
    """There is no way back: a backup is."""
    raise NotImplementedError
