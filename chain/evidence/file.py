"""The file of evidence, version 1; docs/evidence.md explains it and docs/evidence.schema.json is made from here."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

FORMAT: Final = "quayledger-evidence"

Hex = Annotated[str, Field(pattern=r"^0x(?:[0-9a-f]{2})*$", description="Bytes as 0x-hex.")]
Hash = Annotated[str, Field(pattern=r"^0x[0-9a-f]{64}$", description="32 bytes as 0x-hex.")]
Address = Annotated[str, Field(pattern=r"^0x[0-9a-f]{40}$", description="An address.")]
Count = Annotated[int, Field(ge=0, strict=True)]
Proof = Annotated[
    list[Hex], Field(description="The nodes of a Merkle-Patricia trie from its root to a value.")
]


class _Part(BaseModel):
    """Strict: what is not known is an error, not an ornament."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class RecordName(_Part):
    """Which record the evidence is of."""

    contract: str = Field(
        description="The record's contract; SharedContainers of a shared container."
    )
    id: Hash = Field(description="The record's id, which is the commitment of its first content.")


class ContractCode(_Part):
    """A contract as it is deployed."""

    address: Address = Field(description="Where it is.")
    code: Hex | None = Field(
        default=None, description="Its code; the state proofs have the code's hash."
    )


class TransactionProof(_Part):
    """A transaction of the history and its receipt, proved against its block's header."""

    block: Count = Field(description="The block's number.")
    index: Count = Field(description="Its place in the block.")
    transaction: Proof = Field(description="Nodes from the header's transactionsRoot.")
    receipt: Proof = Field(description="Nodes from the header's receiptsRoot.")


class ShownAction(_Part):
    """A signed action of the history, which its transaction carries."""

    block: Count = Field(description="Its transaction's block.")
    index: Count = Field(description="Its transaction's place in the block.")
    call: Count | None = Field(description="Its place in a batch; null where it is alone.")
    name: str = Field(description="The EIP-712 type's name.")
    message: dict[str, Any] = Field(description="The EIP-712 message: the fields by name.")
    signatures: Hex = Field(
        description="The pieces that prove it alone (ISigned.sol): r‖s‖v, or of a set with the hashes beside its path."
    )
    signers: list[Address] = Field(description="The wallets that the signatures recover to.")


class SlotProof(_Part):
    """A word of storage, proved against its account's storage root."""

    slot: Hash = Field(description="The slot.")
    proof: Proof = Field(description="Nodes from the account's storage root.")


class AccountProof(_Part):
    """A contract's account at the block of the state, proved against the header's stateRoot."""

    contract: str = Field(description="The contract's name.")
    proof: Proof = Field(description="Nodes from the header's stateRoot.")
    slots: list[SlotProof] = Field(description="Words of its storage.")


class ShownDocument(_Part):
    """The record's document in plain text, only where whoever exported it gave it."""

    document: dict[str, Any] = Field(description="The document's JSON.")
    salt: Hash = Field(description="Its salt.")


class Evidence(_Part):
    """The history and the state of one record, to be checked with nothing but a block hash that one trusts."""

    format: Literal["quayledger-evidence"] = FORMAT
    version: Literal[1] = 1
    chain_id: Count = Field(description="The chain's id (EIP-155).")
    record: RecordName
    state_block: Count = Field(description="The block whose state is proved.")
    contracts: dict[str, ContractCode] = Field(description="The contracts by name.")
    headers: list[Hex] = Field(
        description="Block headers in RLP by falling numbers, the block of the state first."
    )
    transactions: list[TransactionProof]
    actions: list[ShownAction]
    accounts: list[AccountProof]
    document: ShownDocument | None = None
