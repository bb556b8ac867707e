"""A real S3-compatible server on loopback, with a bucket for each that asks."""

from __future__ import annotations

import itertools
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

_buckets = itertools.count(1)


@dataclass(frozen=True)
class ObjectStore:
    """Where it is."""

    url: str

    def bucket(self) -> dict[str, Any]:
        """A new bucket, as the gateway's settings name it."""
        name = f"quay-{next(_buckets)}"
        httpx.put(f"{self.url}/{name}", trust_env=False).raise_for_status()
        return {
            "s3_bucket": name,
            "s3_endpoint": self.url,
            "s3_access_key": "key",
            "s3_secret_key": "secret",
        }

    def keys(self, bucket: str) -> str:
        """The bucket's own list of what is in it."""
        return httpx.get(f"{self.url}/{bucket}", trust_env=False).text


@pytest.fixture(scope="session")
def object_store() -> Iterator[ObjectStore]:
    """The server, for the whole run."""
    from moto.server import ThreadedMotoServer  # noqa: PLC0415 - a second that only these tests pay

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield ObjectStore(f"http://{host}:{port}")
    server.stop()
