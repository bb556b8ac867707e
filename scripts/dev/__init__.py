"""Developers' tools, run by `make` and by CI."""
