"""Sealed files: kept for the parties of a record, read by nobody here."""
