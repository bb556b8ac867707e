"""What all groups of calls ask by."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Generic, TypeVar

from api.client.calls import Group, M, asked_for, call
from api.client.messages import Flow, Request, segment
from api.client.models import HistoryEntry
from api.client.reading import many, one
from api.client.resources import Page, page_of_json

T = TypeVar("T")
S = TypeVar("S")
R = TypeVar("R")


class Asking(Group[M]):
    """A group with the means to ask."""

    def _get(
        self,
        path: str,
        read: Callable[[Any], T],
        query: Mapping[str, Any] | None = None,
        *,
        signed_in: bool = True,
    ) -> Flow[T]:
        """Reads something."""
        request = Request("GET", path, query=asked_for(query or {}), signed_in=signed_in)
        return read((yield from self.flows.call(request)))

    def _page(
        self, path: str, kind: type[T], after: str | None, query: Mapping[str, Any] | None = None
    ) -> Flow[Page[T]]:
        """Reads the page after a cursor."""
        request = Request("GET", path, query=asked_for(query or {}, after))
        return page_of_json((yield from self.flows.call(request)), one(kind))

    def _send(
        self,
        method: str,
        path: str,
        read: Callable[[Any], T],
        body: Mapping[str, Any] | None = None,
        key: str | None = None,
    ) -> Flow[T]:
        """Has something done, once, however often it has to be sent: under a key of ours or the caller's."""
        headers = {"Idempotency-Key": key or str(uuid.uuid4())} if method == "POST" else {}
        request = Request(method, path, body=body, headers=headers)
        return read((yield from self.flows.call(request)))


class Records(Asking[M], Generic[M, S, R]):
    """The records of one kind: what can be asked about each."""

    _path: ClassVar[str]
    _summary: ClassVar[type[Any]]
    _record: ClassVar[type[Any]]

    @call
    def read(self, record_id: str) -> Flow[R]:
        """A record as it stands, and what may come next."""
        return self._get(f"{self._path}/{segment(record_id)}", one(self._record))

    @call
    def history(self, record_id: str) -> Flow[tuple[HistoryEntry, ...]]:
        """Every step of a record, oldest first."""
        return self._get(f"{self._path}/{segment(record_id)}/history", many(HistoryEntry))

    def _listed(self, after: str | None, query: Mapping[str, Any]) -> Flow[Page[S]]:
        return self._page(self._path, self._summary, after, query)


def nothing(_: Any) -> None:
    """Reads an answer that has no content."""


def same(body: Any) -> Any:
    """Reads an answer as the JSON that it is."""
    return body
