"""Real nodes for the tests: Anvil, and Hardhat's node by the same fixture's parameter."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from chain.node import AnvilNode, ChildNode, HardhatNode

NODES: dict[str, type[ChildNode]] = {"anvil": AnvilNode, "hardhat": HardhatNode}


def start_node(name: str, data_dir: Path) -> ChildNode:
    """A running node of this name; the caller stops it."""
    return NODES[name](data_dir).start()


@pytest.fixture(scope="session")
def anvil(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChildNode]:
    """An Anvil for the whole run; tests use records and deployments of their own."""
    node = start_node("anvil", tmp_path_factory.mktemp("anvil"))
    yield node
    node.stop()


@pytest.fixture(scope="session", params=["anvil", "hardhat"])
def any_node(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ChildNode]:
    """Each engine in turn: what runs on it must not care which it is."""
    node = start_node(request.param, tmp_path_factory.mktemp(request.param))
    yield node
    node.stop()
