"""Each action and transaction is some gateway's, so that several gateways share a journal."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """What was there is nobody's: a gateway takes it over at its start."""
    for table in ("actions", "transactions"):
        column = sa.Column("owner", sa.String(length=42), nullable=False, server_default="")
        op.add_column(table, column)


def downgrade() -> None:
    """There is no way back: a backup is."""
    raise NotImplementedError
