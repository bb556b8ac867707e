"""What tests of the gateway's store share."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio
from sqlalchemy.ext.asyncio import AsyncEngine

from api.store import open_gateway_store
from tests.support.storage import settings_of


@pytest_asyncio.fixture
async def engines(tmp_path: Path) -> AsyncIterator[list[AsyncEngine]]:
    """Two gateways' connections to one database."""
    opened = [await open_gateway_store(settings_of(tmp_path)) for _ in range(2)]
    yield opened
    for engine in opened:
        await engine.dispose()
