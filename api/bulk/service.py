"""Voyages in one upload: checked, kept, signed; the runner does the rest."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any, Final

from api.actions.intent import message_of
from api.actions.prepare import Preparer, parsed, spec_named
from api.auth.subject import Subject
from api.bills.reservations import Reservations
from api.bulk.reading import Bad, Good, Limits, Row, read, taken
from api.bulk.runner import BulkRunner
from api.bulk.store import Bulk, BulkStatus, BulkStore, RowStatus, StoredRow
from api.clock import Clock
from api.errors import Conflict, FieldProblem, InvalidInput, NotFound, Words
from api.refusals import contract_refusal
from api.settings import ApiSettings
from chain.actions import SignedAction
from chain.errors import ContractRefusal
from chain.ledger import Ledger
from wallets.action_set import set_digest, set_typed_data
from wallets.typed_action import TypedAction, action_id

ACTION: Final = "IssueBill"
DONE_KEPT_SECONDS: Final = 30 * 86_400
_MOST_TOLD: Final = 100
_OF_THE_SIGNER: Final = ("Consortium", "Signature", "ActionField")
"""Refusals that are about who signed, and so about every row."""


class BulkService:
    """What the routes under /v1/bulk-issues do."""

    def __init__(
        self,
        ledger: Ledger,
        preparer: Preparer,
        reservations: Reservations,
        store: BulkStore,
        runner: BulkRunner,
        settings: ApiSettings,
        clock: Clock,
    ) -> None:
        self._ledger, self._preparer, self._reservations = ledger, preparer, reservations
        self._store, self._runner, self._clock = store, runner, clock
        self._limits = Limits(settings.max_upload_bytes, settings.max_bulk_rows)
        self._unsigned_kept = settings.reservation_seconds

    async def read(
        self, chunks: AsyncIterator[bytes], media_type: str, subject: Subject
    ) -> list[Row]:
        """The upload's rows, each checked; nothing is kept."""
        rows = await read(chunks, media_type, subject.member, self._limits)
        numbers = {row.issue.number: row.issue.bill_id for row in rows if isinstance(row, Good)}
        gone = await self._reservations.taken(subject.member, numbers)
        return [
            taken(row) if isinstance(row, Good) and row.issue.number in gone else row
            for row in rows
        ]

    async def create(self, rows: Sequence[Row], subject: Subject, *, skip_bad: bool) -> Bulk:
        """Keeps a voyage to be signed, and reserves its numbers; the same upload again is the same voyage.

        Raises:
            InvalidInput: Rows are bad, and not to be skipped, or all are: nothing is kept.
            Conflict: A number went to another bill meanwhile: nothing is kept.
        """
        good = [row for row in rows if isinstance(row, Good)]
        bad = [row for row in rows if isinstance(row, Bad)]
        if bad and not (skip_bad and good):
            raise _bad_rows(bad, len(rows))
        actions = await asyncio.to_thread(_actions, good, subject.member)
        domain = self._ledger.domain(spec_named(ACTION).contract)
        digest = await asyncio.to_thread(set_digest, actions, domain)
        now = int(self._clock())
        bulk_id = _id_of(subject.member, rows, digest)
        known = await self._store.get(bulk_id)
        if known is not None:
            return known
        await self._store.prune(now - self._unsigned_kept, now - DONE_KEPT_SECONDS)
        numbers = {row.issue.number: row.issue.bill_id for row in good}
        await self._reservations.reserve_all(subject.member, numbers)
        bulk = Bulk(
            bulk_id=bulk_id,
            member=subject.member,
            status=BulkStatus.PREPARED,
            rows=len(good),
            digest="0x" + digest.hex(),
            signatures=None,
            created_at=now,
            updated_at=now,
        )
        kept = [
            StoredRow(
                line=row.line,
                status=RowStatus.PREPARED,
                bill_id=row.issue.bill_id,
                action_id=action_id(action, domain),
                message=dict(action.message),
                errors=(),
            )
            for row, action in zip(good, actions, strict=True)
        ]
        kept += [
            StoredRow(row.line, RowStatus.BAD, None, None, None, [e.as_json() for e in row.errors])
            for row in bad
        ]
        await self._store.add(bulk, kept)
        return bulk

    async def get(self, bulk_id: str, subject: Subject) -> Bulk:
        """A voyage of the caller's member. Raises NotFound."""
        bulk = await self._store.get(bulk_id)
        if bulk is None or bulk.member != subject.member:
            raise NotFound("bulk issue", "批量签发")
        return bulk

    async def page(self, subject: Subject, after: str | None, limit: int) -> list[Bulk]:
        """The caller's member's voyages, newest first; one more than the page to tell of a next."""
        return await self._store.of_member(subject.member, after, limit + 1)

    async def counts(self, bulk: Bulk) -> dict[str, int]:
        """Rows by state."""
        return await self._store.counts(bulk.bulk_id)

    async def signatures_needed(self, bulk: Bulk) -> int:
        """One, or two where the carrier asks for four eyes."""
        return await self._preparer.signatures_of(ACTION, bulk.member)

    async def rows(
        self, bulk: Bulk, status: RowStatus | None, after: int | None, limit: int
    ) -> list[StoredRow]:
        """Rows by line; one more than the page to tell of a next."""
        statuses = None if status is None else [status]
        return await self._store.rows(bulk.bulk_id, statuses, after, limit + 1)

    def every_row(self, bulk: Bulk) -> AsyncIterator[StoredRow]:
        """All rows by line."""
        return self._store.every_row(bulk.bulk_id)

    async def typed_data(self, bulk: Bulk) -> dict[str, Any]:
        """The whole set for `eth_signTypedData_v4`."""
        actions = await self._signed_rows(bulk)
        domain = self._ledger.domain(spec_named(ACTION).contract)
        return await asyncio.to_thread(set_typed_data, actions, domain)

    async def sign(self, bulk: Bulk, signatures: Sequence[str]) -> Bulk:
        """Takes the signature over all rows, durably; from then on the rows go to the ledger by themselves.

        Raises:
            PlatformError: The contracts would not take it from this wallet; nothing is kept.
            Conflict: It was signed with another signature before.
        """
        if bulk.status is BulkStatus.PREPARED:
            actions = await self._runner.signed(bulk, signatures)
            await self._require_lawful(next(iter(actions.values())))
            if await self._store.sign(bulk.bulk_id, signatures, int(self._clock())):
                self._runner.take(bulk.bulk_id, actions)
        signed = await self._store.get(bulk.bulk_id)
        if signed is None or list(signed.signatures or ()) != list(signatures):
            raise Conflict(
                "bulk_already_signed",
                Words("It was signed with another signature.", "该批次已由另一签名签署。"),
                remedy=Words("Read its progress instead.", "请查看其进度。"),
            )
        return signed

    async def remove(self, bulk: Bulk) -> None:
        """Forgets a voyage that is not signed; its numbers stay reserved for a day. Raises Conflict."""
        if not await self._store.remove(bulk.bulk_id):
            raise Conflict(
                "bulk_already_signed",
                Words("It is signed: its rows are under way.", "该批次已签署，正在处理。"),
            )

    async def _require_lawful(self, first: SignedAction) -> None:
        """The first row stands for all in what concerns the signer; each row is tried again later."""
        try:
            await self._ledger.simulate(TypedAction(first.name, first.message), first.signatures)
        except ContractRefusal as refusal:
            if refusal.name.startswith(_OF_THE_SIGNER):
                told = contract_refusal(refusal.name, refusal.args_by_name, first.message)
                raise told from None

    async def _signed_rows(self, bulk: Bulk) -> list[TypedAction]:
        return [
            TypedAction(ACTION, dict(row.message))
            async for row in self._store.every_row(bulk.bulk_id)
            if row.message is not None
        ]


def _actions(rows: Sequence[Good], carrier: int) -> list[TypedAction]:
    """Raises InvalidInput: a member's number or the like is out of its type's range."""
    spec = spec_named(ACTION)
    return [
        parsed(ACTION, message_of(spec, row.issue.intent, member=carrier, version=None), "rows")
        for row in rows
    ]


def _id_of(member: int, rows: Sequence[Row], digest: bytes) -> str:
    """What makes two uploads the same: whose, which bills in which lines, and which lines are left out."""
    lines: list[Mapping[str, Any] | tuple[int, bool]] = [
        (row.line, isinstance(row, Good)) for row in rows
    ]
    return hashlib.sha256(f"{member}:{digest.hex()}:{lines}".encode()).hexdigest()


def _bad_rows(bad: Sequence[Bad], count: int) -> InvalidInput:
    errors = [
        FieldProblem(
            f"rows[{row.line}]" if error.field == "$" else f"rows[{row.line}].{error.field}",
            error.rule,
            error.message,
            error.message_zh,
        )
        for row in bad
        for error in row.errors
    ]
    problem = InvalidInput(*errors[:_MOST_TOLD])
    problem.code = "bad_rows"
    problem.detail = Words(
        f"{len(bad)} of {count} rows break a rule; nothing was kept.",
        f"{count} 行中有 {len(bad)} 行不符合规则；未保存任何内容。",
    )
    problem.remedy = Words(
        "Correct them and send all again, or go on without them by `skip_bad=true`.",
        "请更正后重新上传全部内容，或以 `skip_bad=true` 跳过这些行。",
    )
    return problem
