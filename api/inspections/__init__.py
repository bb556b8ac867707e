"""Inspections of containers."""
