"""Shared containers."""
