"""Alembic's side of the stores: its environment, and the revisions of the journal."""
