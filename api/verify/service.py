"""Verification: is this document, to the letter, on the ledger and in force?"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Literal, TypeVar

from api.errors import NotFound, Words
from api.kit.content import root_of, salt_of
from api.kit.names import name_of
from api.verify.schemas import (
    FieldVerifyRequest,
    Kind,
    MilestoneVerifyRequest,
    PledgeAnswer,
    VerifyRequest,
)
from chain.ledger import Ledger
from chain.states import (
    AppointmentState,
    BillState,
    CertificateState,
    ClaimState,
    DocumentState,
    InspectionState,
    MilestoneState,
    ReleaseOrderState,
)
from chain.store.rows import Bill, Certificate, Claim
from wallets.commitment import verify_field
from wallets.milestones import MilestoneProof, verify_event

Row = TypeVar("Row", Bill, Certificate, Claim)

Failure = tuple[str, Words, Words]
"""The check that failed, why, and what to do."""


@dataclass(frozen=True)
class Found:
    """What the ledger has under a commitment; `recorded_at` in seconds since 1970 UTC."""

    kind: Kind
    state: str
    in_force: bool
    member: int
    recorded_at: int


@dataclass(frozen=True)
class Verdict:
    """One of three answers, with its reason."""

    answer: Literal["valid", "invalid", "cannot_tell"]
    check: str | None
    detail: Words
    remedy: Words | None
    record_id: str
    found: Found | None = None
    issued_by: str | None = None
    block: int | None = None


class VerifyService:
    """Answers anybody: whoever has the document and its salt may know that it is on record."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    async def verify(self, question: VerifyRequest) -> Verdict:
        """Computes the commitment and looks it up."""
        record_id = root_of(question.document, salt_of(question.salt))

        async def look() -> tuple[Found, Failure | None] | None:
            found = await self._find(record_id)
            return None if found is None else (found, _failed(question.kind, found))

        return await self._verdict(record_id, look)

    async def milestone(self, shown: MilestoneVerifyRequest) -> Verdict:
        """Tells whether a batch has an event, and whether the batch was corrected."""
        proof = MilestoneProof(
            shown.place,
            shown.event,
            bytes.fromhex(shown.salt[2:]),
            tuple(bytes.fromhex(step[2:]) for step in shown.proof),
        )

        async def look() -> tuple[Found, Failure | None] | None:
            row = await self._ledger.read.milestones(shown.batch_id)
            if row is None:
                return None
            state, stands = name_of(MilestoneState, row.state), row.state == MilestoneState.ANCHORED
            found = Found("milestones", state, stands, row.observer, row.anchored_at)
            if not verify_event(bytes.fromhex(row.batch_id[2:]), row.events, proof):
                return found, ("proof", _NOT_PROVED, _COMPARE)
            return found, _failed(None, found)

        return await self._verdict(shown.batch_id, look)

    async def field(self, shown: FieldVerifyRequest) -> Verdict:
        """Tells whether a proof leads from a field to a commitment, and whether that is on record and in force."""
        proof = tuple(bytes.fromhex(step[2:]) for step in shown.proof)
        root, salt = bytes.fromhex(shown.root[2:]), bytes.fromhex(shown.salt[2:])
        if not verify_field(root, shown.pointer, shown.value, salt, proof):
            return Verdict("invalid", "proof", _FIELD_NOT_PROVED, _COMPARE_FIELD, shown.root)

        async def look() -> tuple[Found, Failure | None] | None:
            found = await self._find(shown.root)
            return None if found is None else (found, _failed(shown.kind, found))

        return await self._verdict(shown.root, look)

    async def pledge(self, content: str) -> PledgeAnswer:
        """Asks the chain itself, not the index, by a bill's id or by the commitment of its content as amended.

        Raises:
            NotFound: There is no such bill: which is another answer than that it is not pledged.
        """
        bill = await self._ledger.read.bill_with(content)
        bill_id = content if bill is None else bill.bill_id
        pledged, block = await self._ledger.pledged(bill_id)
        if pledged is None:
            raise NotFound("bill", "提单")
        return PledgeAnswer(bill_id=bill_id, pledged=pledged, as_of_block=block)

    async def _verdict(
        self, record_id: str, look: Callable[[], Awaitable[tuple[Found, Failure | None] | None]]
    ) -> Verdict:
        """The answer, if looking it up can tell."""
        block, behind = await self._reach()
        if block is None:
            return Verdict("cannot_tell", "node", _NODE_DOWN, _AGAIN, record_id)
        seen = await look()
        if seen is None:
            if behind:
                return Verdict("cannot_tell", "index", _BEHIND, _AGAIN, record_id, block=block)
            return Verdict("invalid", "on_ledger", _NOT_FOUND, _COMPARE, record_id, block=block)
        found, failed = seen
        member = await self._ledger.read.member(found.member)
        issued_by = member.name if member else None
        if failed is None:
            return Verdict("valid", None, _VALID, None, record_id, found, issued_by, block)
        check, detail, remedy = failed
        return Verdict("invalid", check, detail, remedy, record_id, found, issued_by, block)

    async def _reach(self) -> tuple[int | None, bool]:
        """The block that our answers are from (none: the node is away), and whether more follow."""
        status = await self._ledger.status()
        if status.lag is None:
            return None, True
        return status.indexed_block, status.lag > 0 or status.index_failure is not None

    async def _find(self, record_id: str) -> Found | None:
        read = self._ledger.read
        bill = await self._bill(record_id)
        if bill is not None:
            return bill
        view = await read.order(record_id)
        if view is not None:
            order, live = view.order, view.state in _LIVE_ORDERS
            return Found("release", view.state.name, live, order.carrier, order.issued_at)
        document = await read.document(record_id)
        if document is not None:
            standing = document.state_at(await read.time())
            valid, issuer = standing is DocumentState.VALID, document.issuer
            return Found("document", standing.name, valid, issuer, document.registered_at)
        return (
            await self._certificate(record_id)
            or await self._claim(record_id)
            or await self._handling(record_id)
        )

    async def _handling(self, record_id: str) -> Found | None:
        """An appointment or an inspection that was made under the commitment of its papers."""
        read = self._ledger.read
        appointment = await read.appointment(record_id)
        if appointment is not None:
            state = appointment.state_at(await read.time())
            stands, collector = state in _STANDING_APPOINTMENTS, appointment.collector
            return Found("appointment", state.name, stands, collector, appointment.requested_at)
        inspection = await read.inspection(record_id)
        if inspection is not None:
            named = name_of(InspectionState, inspection.state)
            good = inspection.state != InspectionState.FAILED
            return Found("inspection", named, good, inspection.office, inspection.instructed_at)
        return None

    async def _bill(self, content: str) -> Found | None:
        read = self._ledger.read
        seen = await _of_content(content, read.bill, read.bill_with)
        if seen is None:
            return None
        row, superseded = seen
        state, in_force = name_of(BillState, row.state), row.state not in _ENDED_BILLS
        if superseded:
            state, in_force = _AMENDED, False
        return Found("bill", state, in_force, row.carrier, row.issued_at)

    async def _certificate(self, content: str) -> Found | None:
        read = self._ledger.read
        seen = await _of_content(content, read.certificate, read.certificate_with)
        if seen is None:
            return None
        row, superseded = seen
        state, in_force = name_of(CertificateState, row.state), row.state in _LIVE_CERTIFICATES
        if superseded:
            state, in_force = _CORRECTED, False
        return Found("certificate", state, in_force, row.applicant, row.applied_at)

    async def _claim(self, content: str) -> Found | None:
        read = self._ledger.read
        seen = await _of_content(content, read.claim, read.claim_with)
        if seen is None:
            return None
        row, superseded = seen
        state, in_force = name_of(ClaimState, row.state), row.state in _LIVE_CLAIMS
        if superseded:
            state, in_force = _CORRECTED, False
        return Found("claim", state, in_force, row.exporter, row.filed_at)


async def _of_content(
    content: str,
    by_id: Callable[[str], Awaitable[Row | None]],
    by_content: Callable[[str], Awaitable[Row | None]],
) -> tuple[Row, bool] | None:
    """The record of a content, and whether another one has superseded it there.

    A record that has the content now goes before one that began with it, whose id it is.
    """
    row = await by_id(content)
    if row is None or _superseded(row, content):
        row = await by_content(content) or row
    return None if row is None else (row, _superseded(row, content))


def _superseded(row: Bill | Certificate | Claim, content: str) -> bool:
    """A bill that was never amended has no content of its own beside its id."""
    return (row.content or content) != content


def _failed(kind: Kind | None, found: Found) -> Failure | None:
    if kind is not None and kind != found.kind:
        detail = Words(
            f"The ledger has a {found.kind} under this commitment, not a {kind}.",
            f"账本上该承诺值对应的是 {found.kind}，而非 {kind}。",
        )
        return "kind", detail, _COMPARE
    if not found.in_force:
        detail = Words(
            f"It is on the ledger and not in force: {found.state}.",
            f"已在账本上，但不在有效状态：{found.state}。",
        )
        return "in_force", detail, _ASK_ISSUER
    return None


_ENDED_BILLS = frozenset(
    {BillState.VOIDED, BillState.SURRENDERED_FOR_AMENDMENT, BillState.ON_PAPER}
)
_AMENDED = "AMENDED"
"""The state of a bill's original content that an amendment has superseded."""
_CORRECTED = "CORRECTED"
"""The state of an application's content that another has superseded."""
_LIVE_ORDERS = frozenset({ReleaseOrderState.ACTIVE, ReleaseOrderState.COMPLETED})
_STANDING_APPOINTMENTS = frozenset({AppointmentState.REQUESTED, AppointmentState.CONFIRMED})
_LIVE_CLAIMS = frozenset(
    {
        ClaimState.FILED,
        ClaimState.ACCEPTED,
        ClaimState.REVIEWED,
        ClaimState.APPROVED,
        ClaimState.PAID,
    }
)
_LIVE_CERTIFICATES = frozenset(
    {CertificateState.ISSUED, CertificateState.VOID_APPLIED, CertificateState.USED}
)

_VALID = Words(
    "The ledger has exactly this document, and it is in force.",
    "账本上有与此完全一致的单证，且有效。",
)
_NOT_FOUND = Words(
    "The ledger has no record of exactly this document and salt.",
    "账本上没有与该单证及盐值完全一致的记录。",
)
_NOT_PROVED = Words(
    "The batch is on the ledger, and this event at this place is not proved to be in it.",
    "批次已在账本上，但未能证明该节点位于批次的该位置。",
)
_FIELD_NOT_PROVED = Words(
    "The proof does not lead from this field to this commitment.",
    "该证明未能将此字段与该承诺值关联。",
)
_COMPARE_FIELD = Words(
    "Ask whoever made the proof for it again, and send it as it is.",
    "请向证明出具方重新索取，并原样提交。",
)
_NODE_DOWN = Words("The ledger's node does not answer.", "账本节点无响应。")
_BEHIND = Words(
    "It is not in what this gateway has read of the ledger so far, which goes on.",
    "在本网关目前已读取的账本范围内未找到，读取仍在继续。",
)
_AGAIN = Words("Ask again in a few seconds.", "请数秒后重试。")
_COMPARE = Words(
    "Compare the document with the issuer's, letter by letter, and check the salt.",
    "请与签发方的单证逐字核对，并确认盐值。",
)
_ASK_ISSUER = Words("Ask the issuer for its standing.", "请向签发方确认其状态。")
