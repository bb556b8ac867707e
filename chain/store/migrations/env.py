"""Alembic's environment: it works on the connection, and in the transaction, that it is given."""

from alembic import context

config = context.config
context.configure(
    connection=config.attributes["connection"],
    target_metadata=config.attributes["metadata"],
    # SQLite changes a column by making the table anew.
    render_as_batch=True,
    compare_type=True,
)
context.run_migrations()
