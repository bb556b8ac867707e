"""The settings of the ledger's side, from the environment (`QUAY_CHAIN_…`) or given by the caller."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Final, Self

from pydantic import AfterValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict
from pydantic_settings import SettingsError as UnreadableVariable

from chain.endpoints import node_urls
from chain.store.place import Place, Store, require_postgresql

DEFAULT_CHAIN_ID: Final = 1337
"""The development chain's id, which trade-document clients know as local."""

_FILES: Final = {
    Store.JOURNAL: "outbox.sqlite",
    Store.READ_MODEL: "ledger.sqlite",
    Store.GATEWAY: "gateway.sqlite",
}


def _is_address(address: SecretStr) -> SecretStr:
    require_postgresql(address.get_secret_value())
    return address


def _are_nodes(urls: str) -> str:
    node_urls(urls)
    return urls


class SettingsError(ValueError):
    """Variables that are unknown or have a bad value: a line for each, which repeats no value."""

    def __init__(self, *problems: str) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


class EnvironmentSettings(BaseSettings):
    """Settings from the variables of one prefix, of which none may be misspelt."""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Self:
        """The settings of this process. Raises SettingsError."""
        prefix = cls.model_config.get("env_prefix", "")
        known = {f"{prefix}{name}".upper() for name in cls.model_fields}
        unknown = sorted(n for n in environment if n.startswith(prefix) and n not in known)
        if unknown:
            raise SettingsError(
                *(f"{name} is unknown: there are {', '.join(sorted(known))}" for name in unknown)
            )
        try:
            return cls()
        except ValidationError as wrong:
            errors = wrong.errors(include_url=False, include_input=False)
            problems = [(".".join(map(str, e["loc"])), e["msg"]) for e in errors]
            raise SettingsError(
                *(f"{f'{prefix}{where}'.upper()}: {rule}" for where, rule in problems)
            ) from None
        except UnreadableVariable as wrong:
            raise SettingsError(f"{wrong}: it must be JSON") from None


class ChainSettings(EnvironmentSettings):
    """Where the ledger is and how we speak to it. Built once in an entry point and handed down."""

    model_config = SettingsConfigDict(env_prefix="QUAY_CHAIN_", frozen=True, extra="forbid")

    data_dir: Path = Field(
        default=Path(".quay"), description="Where this deployment keeps its state."
    )
    database_url: Annotated[SecretStr, AfterValidator(_is_address)] | None = Field(
        default=None,
        description=(
            "The PostgreSQL database for journal, read model and the gateway's own store: "
            "postgresql://user:password@host/name; none means SQLite files in the data directory."
        ),
    )
    rpc_url: Annotated[str, AfterValidator(_are_nodes)] | None = Field(
        default=None,
        description="The node's JSON-RPC address, or several of one chain parted by commas, the preferred one first; "
        "none means an embedded Anvil.",
    )
    chain_id: int = Field(default=DEFAULT_CHAIN_ID, ge=1, description="The chain's id (EIP-155).")
    lanes: int = Field(
        default=1,
        ge=1,
        le=16,
        description="Keys that pay side by side, relayer.key, relayer-2.key and so on: one whose transactions are "
        "stuck holds up no other.",
    )
    max_fee_gwei: int = Field(
        default=500,
        ge=1,
        description="Most that a transaction offers for a unit of gas, in gwei, on a chain with fees.",
    )
    batch_size: int = Field(
        default=100, ge=1, le=500, description="Most actions in one transaction, under load."
    )
    batch_least: int = Field(
        default=10,
        ge=1,
        le=500,
        description="Most actions in one transaction while there is little to do.",
    )
    batch_linger_ms: int = Field(
        default=10,
        ge=0,
        le=10_000,
        description="Milliseconds that a batch waits for company under load; less while there is little to do.",
    )

    max_waiting: int = Field(
        default=20_000,
        ge=1,
        description="Most actions that are accepted and not settled; more are answered 429 and told when to come back.",
    )

    def place(self, store: Store) -> Place:
        """Where a store is: in the database that is set, or in a file of the data directory."""
        if self.database_url is not None:
            return Place(address=self.database_url.get_secret_value(), schema=store.value)
        return Place(path=self.data_dir / _FILES[store])

    @property
    def lock_path(self) -> Path:
        """Held by the one process that works on the journal and the read model."""
        return self.data_dir / "ledger.lock"

    @property
    def notary_key_path(self) -> Path:
        """The key that pays for the anchors of the audit log."""
        return self.data_dir / "notary.key"

    @property
    def deployment_path(self) -> Path:
        """The record of the deployed contracts."""
        return self.data_dir / "deployment.json"

    @property
    def relayer_key_path(self) -> Path:
        """The gas payer's key: it has no authority on the ledger."""
        return self.data_dir / "relayer.key"

    @property
    def lane_key_paths(self) -> list[Path]:
        """The gas payers' keys of all lanes, the first of which deploys, too."""
        more = [self.data_dir / f"relayer-{number}.key" for number in range(2, self.lanes + 1)]
        return [self.relayer_key_path, *more]
