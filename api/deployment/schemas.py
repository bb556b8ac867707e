"""What this gateway serves, in JSON."""

from pydantic import Field

from api.kit.schema import Address, Id, Output


class DomainRead(Output):
    """An EIP-712 domain: where a signature counts."""

    name: str
    version: str
    chain_id: int = Field(serialization_alias="chainId", description="EIP-712's own spelling.")
    verifying_contract: Address = Field(serialization_alias="verifyingContract")


class DeploymentRead(Output):
    """The ledger: its chain, its contracts, its EIP-712 domains."""

    chain_id: int
    addresses: dict[str, Address] = Field(description="Contract → address.")
    domains: dict[str, DomainRead] = Field(description="Contract → EIP-712 domain.")
    genesis_hash: str = Field(description="The hash of block 0: it tells chains of one id apart.")
    first_block: int = Field(description="The block of the first contract.")
    source_hash: str = Field(description="The hash of the sources that the contracts are from.")
    members: int = Field(description="How many members there are.")
    software: str


class FieldRead(Output):
    """A field of a typed action."""

    name: str
    type: str = Field(examples=["uint24"])
    enum: str | None = Field(description="The enum or bit table that it carries.")
    description: str


class DefinitionRead(Output):
    """A typed action: what a wallet can sign."""

    name: str
    contract: str
    function: str
    type_string: str
    type_hash: Id
    description: str
    power: str | None = Field(description="The power that the wallet needs; null: none.")
    fields: list[FieldRead]


class DefinitionList(Output):
    """The typed actions, and the enums and bit tables that their fields carry."""

    items: list[DefinitionRead]
    enums: dict[str, dict[str, int]]
