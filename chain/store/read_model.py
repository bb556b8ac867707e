"""The tables of the read model: a cache of the chain that one command makes again.

Lists come from the indexes of `record_readers`, in order, whatever they are filtered by. The tables of records have
indexes of their own only for the records that they hang on, of which each has few.
"""

from collections.abc import Iterator

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    UniqueConstraint,
)

from chain.store import rows
from chain.store.types import UInt64, UInt256

SCHEMA_VERSION = 18
"""Raised at each change of a table: a read model of another version is dropped and built again."""

metadata = MetaData()

_ID = String(66)
_ADDRESS = String(42)


def _hangs_on(table: str, made_at: str, record_id: str, *columns: str) -> Iterator[Index]:
    """The indexes of what hangs on another record, in the order of lists."""
    return (Index(f"{table}_{column}", column, made_at, record_id) for column in columns)


contracts = Table(
    "contracts",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("address", _ADDRESS, nullable=False),
)

members = Table(
    "members",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("identity", _ID, nullable=False, unique=True),
    Column("name", String(64), nullable=False),
    Column("roles", BigInteger, nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("admin_wallets", Integer, nullable=False),
    Column("four_eyes", BigInteger, nullable=False),
    Column("recovery_wallet", _ADDRESS),
    Column("recovery_ready_at", BigInteger),
    Column("admitted_at", BigInteger, nullable=False),
    Column("updated_at", BigInteger, nullable=False),
)

consortium = Table(
    "consortium",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("version", BigInteger, nullable=False),
    Column("threshold", Integer, nullable=False),
    Column("updated_at", BigInteger, nullable=False),
)
"""One row, of the number 0: what the governors decide for all."""

wallets = Table(
    "wallets",
    metadata,
    Column("address", _ADDRESS, primary_key=True),
    Column("member", Integer, nullable=False, index=True),
    Column("powers", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    Column("revoked", Boolean, nullable=False),
    Column("enrolled_at", BigInteger, nullable=False),
    Column("updated_at", BigInteger, nullable=False),
)

bills = Table(
    "bills",
    metadata,
    Column("bill_id", _ID, primary_key=True),
    Column("state", Integer, nullable=False),
    Column("kind", Integer, nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("carrier", Integer, nullable=False),
    Column("holder", Integer, nullable=False),
    Column("title_holder", Integer, nullable=False),
    Column("surrendered_by", Integer, nullable=False),
    Column("release_to", Integer, nullable=False),
    Column("pledgee", Integer, nullable=False),
    Column("nominee", Integer, nullable=False),
    Column("frozen_by", Integer, nullable=False),
    Column("surrender_reason", Integer, nullable=False),
    Column("content", _ID),
    Column("requested_content", _ID),
    Column("paper", _ID),
    Column("originals", Integer, nullable=False),
    Column("origin", _ID),
    Column("successor", _ID),
    Column("replaced", Boolean, nullable=False),
    Column("circulated", Boolean, nullable=False),
    Column("blank", Boolean, nullable=False),
    Column("restricted", Boolean, nullable=False),
    Column("previously_blank", Boolean, nullable=False),
    Column("previously_restricted", Boolean, nullable=False),
    Column("may_reject", Integer, nullable=False),
    Column("issued_at", BigInteger, nullable=False),
    Column("updated_at", BigInteger, nullable=False),
    Index("bills_content", "content"),
)

release_orders = Table(
    "release_orders",
    metadata,
    Column("order_id", _ID, primary_key=True),
    Column("bill_id", _ID, nullable=False),
    Column("state", Integer, nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("carrier", Integer, nullable=False),
    Column("terminal", Integer, nullable=False),
    Column("release_to", Integer, nullable=False),
    Column("first_delegate", Integer, nullable=False),
    Column("second_delegate", Integer, nullable=False),
    Column("invited", Integer, nullable=False),
    Column("containers", Integer, nullable=False),
    Column("valid_until", BigInteger, nullable=False),
    Column("flow", Integer, nullable=False),
    Column("order_holds", Integer, nullable=False),
    Column("held_containers", UInt256, nullable=False),
    Column("gated_out", UInt256, nullable=False),
    Column("issued_at", BigInteger, nullable=False),
    Column("updated_at", BigInteger, nullable=False),
    *_hangs_on("release_orders", "issued_at", "order_id", "bill_id"),
    Index("release_orders_ends", "valid_until"),
)

order_containers = Table(
    "order_containers",
    metadata,
    Column("order_id", _ID, primary_key=True),
    Column("container_index", Integer, primary_key=True, autoincrement=False),
    Column("held_by", Integer, nullable=False),
    Column("gated_out_at", BigInteger),
    Column("collector", Integer, nullable=False),
    Column("pickup", _ID),
    Column("carried_from", _ID),
)

holds = Table(
    "holds",
    metadata,
    Column("order_id", _ID, primary_key=True),
    Column("authority", Integer, primary_key=True, autoincrement=False),
    Column("container_index", Integer, primary_key=True, autoincrement=False),
    Column("member", Integer, nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("since", BigInteger, nullable=False),
)

shared_containers = Table(
    "shared_containers",
    metadata,
    Column("box_id", _ID, primary_key=True),
    Column("state", Integer, nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("carrier", Integer, nullable=False),
    Column("declared_at", BigInteger, nullable=False),
    Column("updated_at", BigInteger, nullable=False),
)

shared_slots = Table(
    "shared_slots",
    metadata,
    Column("box_id", _ID, primary_key=True),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("bill_id", _ID, nullable=False, index=True),
    Column("container_index", Integer, nullable=False),
)

appointments = Table(
    "appointments",
    metadata,
    Column("appointment_id", _ID, primary_key=True),
    Column("order_id", _ID, nullable=False),
    Column("container_index", Integer, nullable=False),
    Column("state", Integer, nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("collector", Integer, nullable=False),
    Column("terminal", Integer, nullable=False),
    Column("opens_at", BigInteger, nullable=False),
    Column("closes_at", BigInteger, nullable=False),
    Column("pickup", _ID, nullable=False),
    Column("requested_at", BigInteger, nullable=False),
    Column("updated_at", BigInteger, nullable=False),
    *_hangs_on("appointments", "requested_at", "appointment_id", "order_id"),
    Index("appointments_ends", "closes_at"),
)

inspections = Table(
    "inspections",
    metadata,
    Column("inspection_id", _ID, primary_key=True),
    Column("order_id", _ID, nullable=False),
    Column("containers", UInt256, nullable=False),
    Column("authority", Integer, nullable=False),
    Column("state", Integer, nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("office", Integer, nullable=False),
    Column("principal", Integer, nullable=False),
    Column("agent", Integer, nullable=False),
    Column("attendance", Integer, nullable=False),
    Column("scheduled_at", BigInteger, nullable=False),
    Column("instructed_at", BigInteger, nullable=False),
    Column("updated_at", BigInteger, nullable=False),
    *_hangs_on("inspections", "instructed_at", "inspection_id", "order_id"),
)

certificates = Table(
    "certificates",
    metadata,
    Column("certificate_id", _ID, primary_key=True),
    Column("state", Integer, nullable=False),
    Column("certificate_type", Integer, nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("applicant", Integer, nullable=False),
    Column("tax_authority", Integer, nullable=False),
    Column("user", Integer, nullable=False),
    Column("quantity", UInt64, nullable=False),
    Column("declared_quantity", UInt64, nullable=False),
    Column("declaration_item", _ID, nullable=False),
    Column("content", _ID, nullable=False, index=True),
    Column("bill_id", _ID),
    Column("reason", _ID),
    Column("used_for", _ID),
    Column("replacement", _ID),
    Column("corrected", UInt64, nullable=False),
    Column("replaces", _ID),
    Column("applied_at", BigInteger, nullable=False),
    Column("accepted_at", BigInteger),
    Column("returned_at", BigInteger),
    Column("decided_at", BigInteger),
    Column("used_at", BigInteger),
    Column("voided_at", BigInteger),
    Column("withdrawn_at", BigInteger),
    Column("updated_at", BigInteger, nullable=False),
    *_hangs_on("certificates", "applied_at", "certificate_id", "bill_id", "used_for"),
)

documents = Table(
    "documents",
    metadata,
    Column("document_id", _ID, primary_key=True),
    Column("state", Integer, nullable=False),
    Column("document_type", Integer, nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("issuer", Integer, nullable=False),
    Column("consumer", Integer, nullable=False),
    Column("consumer_roles", BigInteger, nullable=False),
    Column("counterpart", Integer, nullable=False),
    Column("subject_kind", Integer, nullable=False),
    Column("subject", _ID),
    Column("valid_until", BigInteger, nullable=False),
    Column("supersedes", _ID),
    Column("superseded_by", _ID),
    Column("used_by", Integer, nullable=False),
    Column("used_for", _ID),
    Column("registered_at", BigInteger, nullable=False),
    Column("ended_at", BigInteger),
    Column("updated_at", BigInteger, nullable=False),
    *_hangs_on("documents", "registered_at", "document_id", "subject"),
    Index("documents_ends", "valid_until"),
)

milestone_batches = Table(
    "milestone_batches",
    metadata,
    Column("batch_id", _ID, primary_key=True),
    Column("state", Integer, nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("observer", Integer, nullable=False),
    Column("subject_kind", Integer, nullable=False),
    Column("subject", _ID),
    Column("events", BigInteger, nullable=False),
    Column("earliest_at", BigInteger, nullable=False),
    Column("latest_at", BigInteger, nullable=False),
    Column("corrects", _ID),
    Column("corrected_by", _ID),
    Column("anchored_at", BigInteger, nullable=False),
    Column("updated_at", BigInteger, nullable=False),
    *_hangs_on("milestone_batches", "anchored_at", "batch_id", "subject"),
)

claims = Table(
    "claims",
    metadata,
    Column("claim_id", _ID, primary_key=True),
    Column("state", Integer, nullable=False),
    Column("management_class", Integer, nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("exporter", Integer, nullable=False),
    Column("tax_authority", Integer, nullable=False),
    Column("content", _ID, nullable=False, index=True),
    Column("reason", _ID),
    Column("filed_at", BigInteger, nullable=False),
    Column("returned_at", BigInteger),
    Column("accepted_at", BigInteger),
    Column("reviewed_at", BigInteger),
    Column("concluded_at", BigInteger, index=True),
    Column("paid_at", BigInteger),
    Column("withdrawn_at", BigInteger),
    Column("updated_at", BigInteger, nullable=False),
)

record_parties = Table(
    "record_parties",
    metadata,
    Column("contract", String(64), primary_key=True),
    Column("record_id", _ID, primary_key=True),
    Column("member", Integer, primary_key=True, autoincrement=False),
    Column("since", BigInteger, nullable=False),
)

_VALUES = tuple(f"value_{place}" for place in range(1, 7))

record_readers = Table(
    "record_readers",
    metadata,
    Column("kind", String(32), primary_key=True),
    Column("record_id", _ID, primary_key=True),
    Column("member", Integer, primary_key=True, autoincrement=False),
    Column("state", Integer, nullable=False),
    Column("made_at", BigInteger, nullable=False),
    Column("updated_at", BigInteger, nullable=False),
    *(Column(name, Integer) for name in _VALUES),
    Index("record_readers_newest", "member", "kind", "made_at", "record_id"),
    Index("record_readers_updated", "member", "kind", "updated_at", "record_id"),
    Index("record_readers_state", "member", "kind", "state", "made_at", "record_id"),
    sqlite_with_rowid=False,
)
"""Who reads which records by their parties, with what lists are made from; `chain.indexer.readers` says who that is.

`kind` is RecordKind; `member` may stand for all members, for those of a role, or for the offices that read every
record of the kind. `chain.facets` says what the state is, and which columns' values the record has in which place.
"""

for _name in _VALUES:
    _value = record_readers.c[_name]
    _there = _value.is_not(None)
    Index(
        f"record_readers_{_name}",
        record_readers.c.member,
        record_readers.c.kind,
        _value,
        record_readers.c.made_at,
        record_readers.c.record_id,
        sqlite_where=_there,
        postgresql_where=_there,
    )

record_pairs = Table(
    "record_pairs",
    metadata,
    Column("member", Integer, primary_key=True, autoincrement=False),
    Column("party", Integer, primary_key=True, autoincrement=False),
    Column("kind", String(32), primary_key=True),
    Column("made_at", BigInteger, primary_key=True, autoincrement=False),
    Column("record_id", _ID, primary_key=True),
    sqlite_with_rowid=False,
)
"""Each reader of a record with each other member that is or was a party to it."""

events = Table(
    "events",
    metadata,
    Column("block_number", BigInteger, primary_key=True, autoincrement=False),
    Column("log_index", Integer, primary_key=True, autoincrement=False),
    Column("block_hash", _ID, nullable=False),
    Column("transaction_hash", _ID, nullable=False),
    Column("contract", String(64), nullable=False),
    Column("name", String(64), nullable=False),
    Column("record_id", _ID, nullable=False),
    Column("actor", Integer, nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("wallet", _ADDRESS, nullable=False),
    Column("args", JSON, nullable=False),
    Column("time", BigInteger, nullable=False),
    UniqueConstraint("block_hash", "log_index"),
    Index("events_record", "contract", "record_id", "block_number", "log_index"),
)

blocks = Table(
    "blocks",
    metadata,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("hash", _ID, nullable=False),
    Column("time", BigInteger, nullable=False),
)
"""Blocks that the index has reached: those with events of ours and the last one of each range."""

TABLES: dict[type[rows.Row], Table] = {
    rows.Contract: contracts,
    rows.Consortium: consortium,
    rows.Member: members,
    rows.Wallet: wallets,
    rows.Bill: bills,
    rows.ReleaseOrder: release_orders,
    rows.OrderContainer: order_containers,
    rows.Hold: holds,
    rows.SharedContainer: shared_containers,
    rows.SharedSlot: shared_slots,
    rows.Appointment: appointments,
    rows.Inspection: inspections,
    rows.Certificate: certificates,
    rows.Claim: claims,
    rows.Document: documents,
    rows.MilestoneBatch: milestone_batches,
    rows.RecordParty: record_parties,
}
"""The table of each row type that events project to."""
