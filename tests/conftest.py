"""Fixtures for all tests."""

from tests.support.nodes import anvil, any_node

__all__ = ["anvil", "any_node"]
