"""Fixtures for all tests."""

from hypothesis import settings

from tests.support.nodes import anvil, any_node
from tests.support.object_store import object_store
from tests.support.storage import postgresql, storage

__all__ = ["anvil", "any_node", "object_store", "postgresql", "storage"]

# How long an example takes is the machine's affair, and no test asserts on it.
settings.register_profile(
    "quayledger", parent=settings.get_profile(settings.get_current_profile_name()), deadline=None
)
settings.load_profile("quayledger")
