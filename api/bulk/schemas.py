"""What a voyage in one upload looks like in JSON."""

from typing import Annotated, Any

from pydantic import Field

from api.auth.sign_in import rfc3339
from api.bills.schemas import BillPrepare
from api.bulk.store import Bulk, BulkStatus, RowStatus, StoredRow
from api.kit.pagination import DEFAULT_LIMIT, MAX_LIMIT, Page
from api.kit.responses import FieldProblemRead
from api.kit.schema import Id, Input, MemberNumber, Output, Time

BulkId = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$", examples=["5f" * 32])]


class BulkRow(BillPrepare):
    """A row: what POST /v1/bills/prepare takes, with a salt of your own for each."""

    salt: Annotated[
        str,
        Field(
            pattern=r"^0x[0-9a-fA-F]{64}$",
            description="32 secret bytes as 0x-hex, made by you: the gateway keeps no salt.",
        ),
    ]


class BadRowRead(Output):
    """A row that cannot be issued."""

    line: int = Field(description="Its line in the upload, from 1.", examples=[17])
    errors: list[FieldProblemRead]


class BulkChecked(Output):
    """What the rows are; nothing is kept."""

    rows: int = Field(description="How many there are.")
    good: int = Field(description="How many can be issued.")
    bad_rows: list[BadRowRead] = Field(description="The others: the first thousand.")


class BulkRead(Output):
    """A voyage: rows by state, and what is to be signed."""

    bulk_id: BulkId
    member: MemberNumber = Field(description="The carrier.")
    status: str = Field(
        description="prepared (not signed yet), signed (under way) or done.", examples=["signed"]
    )
    rows: int = Field(description="How many rows are in the signed set.")
    counts: dict[str, int] = Field(
        description="Rows by state: prepared, accepted, final, failed, refused, bad.",
        examples=[{"final": 4990, "accepted": 10}],
    )
    signatures_needed: int = Field(description="Each over all rows at once; two with four eyes.")
    digest: Id = Field(description="The EIP-712 digest of the set: compute it from your own rows.")
    typed_data: str = Field(description="Where the set is for `eth_signTypedData_v4`.")
    created_at: Time
    updated_at: Time

    @classmethod
    def of(cls, bulk: Bulk, counts: dict[str, int], signatures_needed: int) -> "BulkRead":
        """From the store's row."""
        return cls(
            bulk_id=bulk.bulk_id,
            member=bulk.member,
            status=bulk.status,
            rows=bulk.rows,
            counts=counts,
            signatures_needed=signatures_needed,
            digest=bulk.digest,
            typed_data=f"/v1/bulk-issues/{bulk.bulk_id}/typed-data",
            created_at=rfc3339(bulk.created_at),
            updated_at=rfc3339(bulk.updated_at),
        )


class BulkSummary(Output):
    """A voyage without its counts."""

    bulk_id: BulkId
    status: BulkStatus
    rows: int
    created_at: Time
    updated_at: Time

    @classmethod
    def of(cls, bulk: Bulk) -> "BulkSummary":
        """From the store's row."""
        return cls(
            bulk_id=bulk.bulk_id,
            status=bulk.status,
            rows=bulk.rows,
            created_at=rfc3339(bulk.created_at),
            updated_at=rfc3339(bulk.updated_at),
        )


class BulkRowRead(Output):
    """What became of a row."""

    line: int = Field(description="Its line in the upload, from 1.", examples=[17])
    status: RowStatus
    bill_id: Id | None
    action_id: Id | None = Field(description="GET /v1/actions/{action_id} has the whole story.")
    message: dict[str, Any] | None = Field(description="What is signed for it.")
    errors: list[FieldProblemRead] = Field(description="Why it was left out, refused or failed.")

    @classmethod
    def of(cls, row: StoredRow) -> "BulkRowRead":
        """From the store's row."""
        return cls(
            line=row.line,
            status=row.status,
            bill_id=row.bill_id,
            action_id=row.action_id,
            message=None if row.message is None else dict(row.message),
            errors=[FieldProblemRead(**error) for error in row.errors],
        )


class BulkCreateQuery(Input):
    """What to do about bad rows."""

    skip_bad: bool = Field(
        default=False, description="Go on without the rows that break a rule; else one stops all."
    )


class BulkQuery(Input):
    """Which page of one's voyages."""

    after: BulkId | None = Field(default=None, description="The `next_cursor` of the page before.")
    limit: int = Field(default=DEFAULT_LIMIT, ge=1, le=MAX_LIMIT)


class BulkRowQuery(Input):
    """Which rows."""

    status: RowStatus | None = None
    after: int | None = Field(
        default=None, ge=0, lt=1 << 31, description="The `next_cursor` of the page before."
    )
    limit: int = Field(default=DEFAULT_LIMIT, ge=1, le=1000)


class BulkSign(Input):
    """The carrier's signature over all rows."""

    signatures: list[Annotated[str, Field(pattern=r"^0x[0-9a-fA-F]{130}$")]] = Field(
        min_length=1,
        max_length=2,
        description="65 bytes r, s, v as 0x-hex over `digest`; two where the carrier asks for four eyes.",
        examples=[["0x" + "00" * 65]],
    )


class BulkPage(Page[BulkSummary]):
    """A page of voyages."""


class BulkRowPage(Page[BulkRowRead]):
    """A page of rows of a voyage."""
