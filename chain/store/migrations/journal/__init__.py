"""The revisions of the journal."""
