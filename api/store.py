"""The gateway's own durable state, beside the ledger's stores.

Nothing here is the ledger's: nonces of sign-ins, sessions, API keys, reservations of B/L numbers, webhooks,
answers to requests that may come twice, what is known of sealed files,
voyages issued in bulk, and the audit log.
Secrets are kept as hashes only, B/L numbers as keyed hashes only. Times are seconds since 1970 UTC.
"""

from pathlib import Path
from typing import Final

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    select,
)
from sqlalchemy.ext.asyncio import AsyncEngine

from api.kit.secret import GatewaySecret
from chain.errors import ChainError
from chain.settings import ChainSettings
from chain.store.migrate import Migrations
from chain.store.place import Store
from chain.store.stores import open_store
from chain.store.upsert import insert_missing

metadata = MetaData()

_HASH = String(64)
_ID = String(66)
_ADDRESS = String(42)

nonces = Table(
    "nonces",
    metadata,
    Column("nonce", String(64), primary_key=True),
    Column("expires_at", BigInteger, nullable=False, index=True),
)
"""Nonces that were given out and not used yet."""

sessions = Table(
    "sessions",
    metadata,
    Column("token_hash", _HASH, primary_key=True),
    Column("wallet", _ADDRESS, nullable=False),
    Column("member", Integer, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False, index=True),
)

api_keys = Table(
    "api_keys",
    metadata,
    Column("key_id", String(16), primary_key=True),
    Column("secret_hash", _HASH, nullable=False),
    Column("label", String(64), nullable=False),
    Column("member", Integer, nullable=False, index=True),
    Column("wallet", _ADDRESS, nullable=False),
    Column("powers", BigInteger, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("revoked_at", BigInteger),
    Column("previous_hash", _HASH),
    Column("previous_until", BigInteger),
    Column("last_used_at", BigInteger),
)
"""API keys. `previous_hash` is of the secret before the last rotation, which is good until `previous_until`."""

reservations = Table(
    "reservations",
    metadata,
    Column("carrier", Integer, primary_key=True, autoincrement=False),
    Column("number_mac", _HASH, primary_key=True),
    Column("bill_id", _ID, nullable=False),
    Column("reserved_at", BigInteger, nullable=False),
    Index("reservations_bill", "bill_id"),
)
"""Which bill a carrier's B/L number went to; the number itself is not kept."""

relays = Table(
    "relays",
    metadata,
    Column("action_id", _ID, primary_key=True),
    Column("member", Integer, primary_key=True, autoincrement=False),
)
"""Members that handed in actions which others signed."""

answers = Table(
    "answers",
    metadata,
    Column("key_mac", _HASH, primary_key=True),
    Column("request_mac", _HASH, nullable=False),
    Column("started_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False, index=True),
    Column("sealed", LargeBinary),
)
"""What POSTs with an Idempotency-Key were answered, encrypted; `sealed` is null while one is under way."""

bulks = Table(
    "bulks",
    metadata,
    Column("bulk_id", _HASH, primary_key=True),
    Column("member", Integer, nullable=False),
    Column("status", String(16), nullable=False),
    Column("rows", Integer, nullable=False),
    Column("digest", _ID, nullable=False),
    Column("signatures", JSON),
    Column("created_at", BigInteger, nullable=False),
    Column("updated_at", BigInteger, nullable=False),
    Index("bulks_member", "member", "created_at", "bulk_id"),
    Index("bulks_status", "status", "updated_at"),
)
"""Voyages issued under one signature: `digest` is what is signed for all rows together."""

bulk_rows = Table(
    "bulk_rows",
    metadata,
    Column("bulk_id", _HASH, primary_key=True),
    Column("line", Integer, primary_key=True, autoincrement=False),
    Column("status", String(16), nullable=False),
    Column("bill_id", _ID),
    Column("action_id", _ID),
    Column("message", JSON),
    Column("errors", JSON),
    Index("bulk_rows_status", "bulk_id", "status", "line"),
)
"""The rows by their line in the upload; the order of the lines is that of the signed set. Of a document nothing is
kept but its commitment, the bill's id; `errors` says why a row was left out or refused."""

webhooks = Table(
    "webhooks",
    metadata,
    Column("webhook_id", String(16), primary_key=True),
    Column("member", Integer, nullable=False, index=True),
    Column("url", String(2048), nullable=False),
    Column("events", JSON, nullable=False),
    Column("secret_number", Integer, nullable=False),
    Column("place", String(64)),
    Column("created_at", BigInteger, nullable=False),
    Column("disabled_at", BigInteger),
)
"""Where members want to be told. `events` are names, none for all; `place` is the last event that was queued; the
secret is made from `secret_number` and the gateway's key, and is not kept."""

deliveries = Table(
    "deliveries",
    metadata,
    Column("delivery_id", String(36), primary_key=True),
    Column("webhook_id", String(16), nullable=False),
    Column("number", BigInteger, nullable=False),
    Column("index", Integer, nullable=False),
    Column("body", Text, nullable=False),
    Column("status", String(16), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("next_at", BigInteger, nullable=False),
    Column("answer", String(200)),
    Column("updated_at", BigInteger, nullable=False),
    Index("deliveries_due", "webhook_id", "status", "next_at"),
    Index("deliveries_webhook", "webhook_id", "number", "index", "delivery_id"),
)
"""What is told, once queued: pending, delivered or dead. `number` and `index` are the event's place in the chain; the
id is made from the event, so that one that a reorganisation brings again is not queued again."""

encryption_keys = Table(
    "encryption_keys",
    metadata,
    Column("member", Integer, primary_key=True, autoincrement=False),
    Column("public_key", _ID, primary_key=True),
    Column("issued_at", BigInteger, primary_key=True, autoincrement=False),
    Column("expires_at", BigInteger, nullable=False),
    Column("wallet", _ADDRESS, nullable=False),
    Column("signature", String(132), nullable=False),
    Column("published_at", BigInteger, nullable=False),
)
"""Members' encryption keys with the statements that publish them; a key can be stated again before it ends."""

files = Table(
    "files",
    metadata,
    Column("file_id", _ID, primary_key=True),
    Column("record_kind", String(32), nullable=False),
    Column("record_id", _ID, nullable=False),
    Column("content", _ID, nullable=False),
    Column("media_type", String(64), nullable=False),
    Column("size", Integer, nullable=False),
    Column("member", Integer, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Index("files_record", "record_kind", "record_id", "created_at"),
)
"""Sealed files by their SHA-256; the files themselves are in the storage. `member` put it there."""

file_keys = Table(
    "file_keys",
    metadata,
    Column("file_id", _ID, primary_key=True),
    Column("public_key", _ID, primary_key=True),
    Column("wrapped_by", Integer, primary_key=True, autoincrement=False),
    Column("member", Integer, nullable=False),
    Column("wrapped_key", String(108), nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Index("file_keys_member", "file_id", "member"),
)
"""Content keys, wrapped for members' encryption keys. One member cannot put its wrapping in place of another's."""

audit_entries = Table(
    "audit_entries",
    metadata,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("member", Integer, nullable=False),
    Column("other", Integer),
    Column("body", Text, nullable=False),
    Column("hash", _ID, nullable=False),
    Column("link", _ID, nullable=False),
    Index("audit_entries_member", "member", "number"),
    Index("audit_entries_other", "other", "number"),
)
"""Who read what and whose access changed, as a chain of hashes (chain/audit.py); `other` may read it, too."""

audit_head = Table(
    "audit_head",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("count", BigInteger, nullable=False),
    Column("link", _ID, nullable=False),
)
"""The chain's end, one row: whoever appends holds it, so that two gateways on one database make one chain."""

audit_anchors = Table(
    "audit_anchors",
    metadata,
    Column("count", BigInteger, primary_key=True, autoincrement=False),
    Column("link", _ID, nullable=False),
    Column("anchored_at", BigInteger, nullable=False),
    Column("transaction_hash", _ID, nullable=False),
    Column("block_number", BigInteger, nullable=False),
    Column("header", LargeBinary, nullable=False),
    Column("index", Integer, nullable=False),
    Column("proof", JSON, nullable=False),
)
"""Where the chain's end was put on the ledger, with the proof."""

gateway_key = Table(
    "gateway_key",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("mark", _HASH, nullable=False),
)
"""One row: a keyed hash by which gateways that share the store know that they have the same gateway.key."""

MIGRATIONS: Final = Migrations("gateway's store", Path(__file__).parent / "migrations", metadata)


async def open_gateway_store(settings: ChainSettings) -> AsyncEngine:
    """The store with its tables as they are today; the data directory must exist.

    Raises DatabaseUnavailableError, StoreVersionError.
    """
    place = settings.place(Store.GATEWAY)
    engine = await open_store(place, MIGRATIONS)
    if place.path is not None:
        _restrict(place.path)
    return engine


class OtherGatewayKeyError(ChainError):
    """The store was sealed with another gateway.key than the one that is here."""

    def __init__(self) -> None:
        super().__init__(
            "gateway.key is not the one that this store was sealed with: copy it from the gateway that shares the "
            "database, or bring it back from the backup"
        )


async def require_key(engine: AsyncEngine, secret: GatewaySecret) -> None:
    """Notes which key the store is sealed with, the first time.

    Raises:
        OtherGatewayKeyError: It is another one.
    """
    row = {"number": 1, "mark": secret.mac("mark").hex()}
    async with engine.begin() as db:
        await insert_missing(db, gateway_key, [row])
        kept = (await db.execute(select(gateway_key.c.mark))).scalar_one()
    if kept != row["mark"]:
        raise OtherGatewayKeyError


def _restrict(path: Path) -> None:
    """Only the gateway's own user reads it."""
    path.chmod(0o600)
