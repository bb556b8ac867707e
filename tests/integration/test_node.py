"""The embedded node as a neighbour: what it leaves behind on the machine."""

from __future__ import annotations

from pathlib import Path

import pytest

from chain.node import AnvilNode
from chain.rpc import JsonRpc

BLOCKS = 1_000
"""More than Anvil would have states of in memory."""


async def test_a_killed_node_leaves_nothing_outside_its_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    node = AnvilNode(tmp_path / "ledger").start()
    try:
        async with JsonRpc(node.url) as rpc:
            await rpc.raw("anvil_mine", hex(BLOCKS))
            assert await rpc.block_number() == BLOCKS
    finally:
        node.kill()
    assert [path for path in home.rglob("*") if path.is_file()] == []
