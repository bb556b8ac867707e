"""The tables of the journal: every action accepted and every transaction sent, kept after finality.

`owner` is the gateway that relays it: the address of its first relayer key.

It is the durable truth of an embedded deployment: a node that lost its tail is brought back from it.
Times are microseconds since 1970 UTC by the gateway's clock; block times are the chain's seconds.
"""

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
)

metadata = MetaData()

_ID = String(66)
_ADDRESS = String(42)

transactions = Table(
    "transactions",
    metadata,
    Column("transaction_hash", _ID, primary_key=True),
    Column("sender", _ADDRESS, nullable=False),
    Column("nonce", BigInteger, nullable=False),
    Column("raw", LargeBinary, nullable=False),
    Column("calls", Integer, nullable=False),
    Column("status", String(16), nullable=False),
    Column("sent_at", BigInteger, nullable=False),
    Column("block_number", BigInteger),
    Column("block_hash", _ID),
    Column("block_time", BigInteger),
    Column("gas_used", BigInteger),
    Column("owner", _ADDRESS, nullable=False, server_default=""),
    Index("transactions_status", "status"),
    Index("transactions_block", "block_number"),
)
"""Transactions sent. `status`: sent (no receipt known), mined, dropped (its nonce went to another)."""

blocks = Table(
    "blocks",
    metadata,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("hash", _ID, nullable=False),
    Column("time", BigInteger, nullable=False),
    Column("transactions", JSON, nullable=False),
)
"""Every block of a development node from the first on, with the hashes of its transactions in order."""

foreign_transactions = Table(
    "foreign_transactions",
    metadata,
    Column("transaction_hash", _ID, primary_key=True),
    Column("raw", LargeBinary, nullable=False),
)
"""What others sent to a development node, the deployment first of all: needed to replay its blocks."""

actions = Table(
    "actions",
    metadata,
    Column(
        "sequence",
        BigInteger().with_variant(Integer, "sqlite"),
        primary_key=True,
        autoincrement=True,
    ),
    Column("action_id", _ID, nullable=False, unique=True),
    Column("name", String(64), nullable=False),
    Column("contract", String(64), nullable=False),
    Column("record_id", _ID, nullable=False),
    Column("message", JSON, nullable=False),
    Column("signatures", String, nullable=False),
    Column("signers", JSON, nullable=False),
    Column("status", String(16), nullable=False),
    Column("accepted_at", BigInteger, nullable=False),
    Column("updated_at", BigInteger, nullable=False),
    Column("transaction_hash", _ID),
    Column("batch_index", Integer),
    Column("block_number", BigInteger),
    Column("gas_used", BigInteger),
    Column("error", JSON(none_as_null=True)),
    Column("attempts", Integer, nullable=False),
    Column("owner", _ADDRESS, nullable=False, server_default=""),
    Index("actions_status", "status", "sequence"),
    Index("actions_record", "record_id", "sequence"),
    Index("actions_transaction", "transaction_hash"),
)
"""Actions accepted. `status`: accepted, submitted, final, failed. An action that somebody else relayed
names their transaction, which is not in the journal: so there is no foreign key."""
