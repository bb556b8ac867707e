"""Where the tables of a store are: in a file of their own (SQLite), or in a schema of their own (PostgreSQL)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Final

from sqlalchemy.engine import URL, make_url

_SCHEMES: Final = {"postgresql", "postgres"}
_FORM: Final = "postgresql://user:password@host/name"


class Store(StrEnum):
    """The stores of a deployment, by the name of their schema."""

    JOURNAL = "journal"
    """What was accepted and sent: the durable truth."""

    READ_MODEL = "ledger"
    """A cache of the chain, which one command makes again."""

    GATEWAY = "gateway"
    """The gateway's own: sessions, keys, reservations."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where one store is: in the file `path`, or in the `schema` of the database at `address`."""

    path: Path | None = None
    address: str | None = field(default=None, repr=False)
    schema: str | None = None

    @property
    def url(self) -> URL:
        """What SQLAlchemy drives it by."""
        if self.path is not None:
            return URL.create("sqlite+aiosqlite", database=str(self.path))
        return make_url(str(self.address)).set(drivername="postgresql+asyncpg", query={})

    @property
    def name(self) -> str:
        """What it is called before people: no password is in it."""
        if self.path is not None:
            return str(self.path)
        url = self.url
        return f"{url.database} at {url.host or 'the local socket'}"

    @property
    def draft(self) -> Place:
        """Beside it: where it is made anew before it takes its place."""
        if self.path is not None:
            return Place(path=self.path.with_suffix(".rebuild"))
        return replace(self, schema=f"{self.schema}_rebuild")


def require_postgresql(address: str) -> str:
    """The address of a PostgreSQL database, as libpq writes it, if it is one.

    Raises:
        ValueError: It is none; the text names the rule and keeps the address, which may hold a password,
            to itself.
    """
    try:
        url = make_url(address)
    except Exception:  # noqa: BLE001 - whatever is wrong with it, its words stay here
        raise ValueError(f"is no database address: {_FORM}") from None
    if url.drivername not in _SCHEMES:
        raise ValueError(f"is not of a PostgreSQL database: {_FORM}")
    if not url.database:
        raise ValueError(f"names no database: {_FORM}")
    return address
