"""The settings of the ledger's side, from the environment (`QUAY_CHAIN_…`) or given by the caller."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

DEFAULT_CHAIN_ID: Final = 1337
"""The development chain's id, which trade-document clients know as local."""


class ChainSettings(BaseSettings):
    """Where the ledger is and how we speak to it. Built once in an entry point and handed down."""

    model_config = SettingsConfigDict(env_prefix="QUAY_CHAIN_", frozen=True, extra="forbid")

    data_dir: Path = Field(
        default=Path(".quay"), description="Where this deployment keeps its state."
    )
    rpc_url: str | None = Field(
        default=None, description="The node's JSON-RPC address; none means an embedded Anvil."
    )
    chain_id: int = Field(default=DEFAULT_CHAIN_ID, ge=1, description="The chain's id (EIP-155).")
    batch_size: int = Field(
        default=50, ge=1, le=500, description="Most actions in one transaction."
    )
    batch_linger_ms: int = Field(
        default=10,
        ge=0,
        le=10_000,
        description="Milliseconds to wait for company before a batch leaves.",
    )

    @property
    def outbox_path(self) -> Path:
        """The journal of accepted actions: durable, never deleted."""
        return self.data_dir / "outbox.sqlite"

    @property
    def read_model_path(self) -> Path:
        """The read model: a cache, rebuilt from the chain."""
        return self.data_dir / "ledger.sqlite"

    @property
    def lock_path(self) -> Path:
        """Held by the one process that works on the journal and the read model."""
        return self.data_dir / "ledger.lock"

    @property
    def deployment_path(self) -> Path:
        """The record of the deployed contracts."""
        return self.data_dir / "deployment.json"

    @property
    def relayer_key_path(self) -> Path:
        """The gas payer's key: it has no authority on the ledger."""
        return self.data_dir / "relayer.key"
