"""A carrier's voyage: many bills under one signature."""

from __future__ import annotations

from collections.abc import Sequence

from api.client import bulk
from api.client.calls import M, call, each
from api.client.groups.base import Asking, nothing
from api.client.messages import Flow, segment
from api.client.models import BulkChecked, BulkRow, BulkSummary
from api.client.reading import one
from api.client.resources import Json, Page
from wallets.action_set import DigestSigner


class Voyages(Asking[M]):
    """A whole voyage 整航次 in one upload: checked, held against one's own rows, signed once, followed to its end."""

    @call
    def check(self, rows: Sequence[bulk.Row]) -> Flow[BulkChecked]:
        """What is wrong with which rows; nothing is kept."""
        return one(BulkChecked)((yield from bulk.check(self.flows, rows)))

    @call
    def prepare(self, rows: Sequence[bulk.Row], *, skip_bad: bool = False) -> Flow[bulk.Bulk]:
        """Uploads the rows to be signed. The same rows again are the same voyage."""
        return bulk.prepare(self.flows, rows, skip_bad=skip_bad)

    @call
    def sign(
        self, voyage: bulk.Bulk, rows: Sequence[bulk.Row], signers: Sequence[DigestSigner]
    ) -> Flow[bulk.Bulk]:
        """Signs all rows at once, after holding every one against what was uploaded."""
        return bulk.sign(self.flows, voyage, rows, signers)

    @call
    def read(self, bulk_id: str) -> Flow[bulk.Bulk]:
        """How many rows have come how far."""
        return bulk.progress(self.flows, bulk_id)

    @call
    def typed_data(self, bulk_id: str) -> Flow[Json]:
        """The whole set as EIP-712 data, for a wallet elsewhere; `sign` checks and signs here."""
        return self.flows.read(f"{bulk.BULKS}/{segment(bulk_id)}/typed-data")

    @call
    def list(
        self, after: str | None = None, *, limit: int | None = None
    ) -> Flow[Page[BulkSummary]]:
        """A page of one's voyages, newest first."""
        return self._page(bulk.BULKS, BulkSummary, after, {"limit": limit})

    @each
    def all(self, after: str | None, *, limit: int | None = None) -> Flow[Page[BulkSummary]]:
        """One's voyages, newest first."""
        return self._page(bulk.BULKS, BulkSummary, after, {"limit": limit})

    @each
    def rows(
        self,
        after: str | None,
        bulk_id: str,
        *,
        status: str | None = None,
        limit: int | None = None,
    ) -> Flow[Page[BulkRow]]:
        """What became of each row, by line."""
        path = f"{bulk.BULKS}/{segment(bulk_id)}/rows"
        return self._page(path, BulkRow, after, {"status": status, "limit": limit})

    @call
    def delete(self, bulk_id: str) -> Flow[None]:
        """Forgets a voyage that was not signed."""
        return self._send("DELETE", f"{bulk.BULKS}/{segment(bulk_id)}", nothing)
