"""The question and the three answers of verification."""

from typing import Annotated, Any, Literal

from pydantic import Field

from api.kit.schema import Id, Input, Output, Time
from wallets.field_proof import MOST_STEPS

Kind = Literal[
    "bill",
    "release",
    "appointment",
    "inspection",
    "certificate",
    "claim",
    "document",
    "milestones",
]
_DEEPEST = 32
"""Levels of a tree over 2^32 events, which is the most."""


class VerifyRequest(Input):
    """A document and its salt, as whoever has them got them."""

    document: dict[str, Any] = Field(description="The document's JSON, exactly as committed to.")
    salt: Annotated[
        str,
        Field(pattern=r"^0x[0-9a-fA-F]{64}$", description="The document's salt, 32 bytes 0x-hex."),
    ]
    kind: Kind | None = Field(default=None, description="What it should be; any, if left out.")


class MilestoneVerifyRequest(Input):
    """One event of a batch of milestones with its proof, as whoever has them got them."""

    batch_id: Id = Field(description="The batch: the root of the Merkle tree over its events.")
    place: int = Field(
        ge=0, lt=1 << 32, strict=True, description="The event's place in the batch, from 0."
    )
    event: dict[str, Any] = Field(description="The event's JSON, exactly as committed to.")
    salt: Annotated[
        str,
        Field(pattern=r"^0x[0-9a-fA-F]{64}$", description="The event's salt, 32 bytes 0x-hex."),
    ]
    proof: list[Id] = Field(
        max_length=_DEEPEST, description="The hashes beside its path to the root, from the leaf up."
    )


class FieldVerifyRequest(Input):
    """One field of a document with its proof, as whoever has them got them."""

    root: Id = Field(description="The commitment that it belongs to: a record's id or content.")
    pointer: str = Field(
        max_length=4096,
        description="Where the field is in the document: a JSON pointer (RFC 6901).",
        examples=["/utilizedTransportEquipments/0/equipment/equipmentReference"],
    )
    value: Any = Field(description="What it says: a single value, or an empty list or object.")
    salt: Annotated[
        str,
        Field(pattern=r"^0x[0-9a-fA-F]{64}$", description="The field's own salt, 32 bytes 0x-hex."),
    ]
    proof: list[Id] = Field(
        max_length=MOST_STEPS,
        description="The hashes beside its path to the root, from the leaf up.",
    )
    kind: Kind | None = Field(default=None, description="What it should be; any, if left out.")


class PledgeAnswer(Output):
    """Whether a bank has a live pledge on a bill; not which, and not whose bill it is."""

    bill_id: Id = Field(description="The bill's id: that of its content as it was issued.")
    pledged: bool = Field(description="True: another bank has it in pledge.")
    as_of_block: int = Field(description="The block that the answer is from.")


class VerifyAnswer(Output):
    """valid: it is on the ledger and in force. invalid: `check` failed. cannot_tell: ask again."""

    answer: Literal["valid", "invalid", "cannot_tell"]
    check: str | None = Field(description="The check that failed.", examples=["on_ledger"])
    detail: str
    detail_zh: str
    remedy: str | None
    remedy_zh: str | None
    record_id: Id = Field(description="The document's commitment.")
    kind: Kind | None = Field(description="What the ledger has under it.")
    state: str | None = Field(description="Its state on the ledger.")
    issued_by: str | None = Field(description="The member that put it on the ledger.")
    recorded_at: Time | None
    as_of_block: int | None = Field(description="The block that the answer is from.")
