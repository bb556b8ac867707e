"""Signed actions: prepare, submit, wait."""
