"""Events of a small bill's and order's life, for tests that project them."""

from typing import Any

from chain.indexer.events import LogEvent, actor_of, record_of, wallet_of

CARRIER, SHIPPER, BANK, CONSIGNEE, TERMINAL, FORWARDER, CUSTOMS, TAX = range(1, 9)
BILL = "0x" + "b1" * 32
ORDER = "0x" + "0d" * 32
WALLET = "0x" + "aA" * 20
ZERO = "0x" + "00" * 32


def event(block: int, contract: str, name: str, /, **args: Any) -> LogEvent:
    """One event, alone in its block, at a time that tells the block."""
    args.setdefault("wallet", WALLET)
    return LogEvent(
        block_number=block,
        block_hash=f"0x{block:064x}",
        transaction_hash=f"0x{block:064x}",
        log_index=0,
        contract=contract,
        name=name,
        record_id=record_of(args),
        actor=actor_of(args),
        version=int(args.get("version", 0)),
        wallet=wallet_of(args),
        args=args,
        time=1000 + block,
    )


def bill_life() -> list[LogEvent]:
    """Issued, endorsed to the bank, surrendered, accepted; an order with a hold and a gate-out."""
    bill, order = {"billId": BILL}, {"orderId": ORDER}
    return [
        event(
            1,
            "BillOfLading",
            "BillIssued",
            **bill,
            actor=CARRIER,
            holder=SHIPPER,
            version=1,
            kind=1,
            titleHolder=SHIPPER,
        ),
        event(
            2,
            "BillOfLading",
            "BillEndorsed",
            **bill,
            actor=SHIPPER,
            endorsee=BANK,
            version=2,
            endorsement=0,
            holder=BANK,
        ),
        event(
            3,
            "BillOfLading",
            "SurrenderRequested",
            **bill,
            actor=BANK,
            releaseTo=CONSIGNEE,
            version=3,
        ),
        event(
            4,
            "BillOfLading",
            "SurrenderAccepted",
            **bill,
            actor=CARRIER,
            surrenderedBy=BANK,
            version=4,
        ),
        event(
            5,
            "ReleaseOrder",
            "ReleaseOrderIssued",
            **order,
            **bill,
            actor=CARRIER,
            version=1,
            terminal=TERMINAL,
            releaseTo=CONSIGNEE,
            containers=256,
            validUntil=1 << 39,
            flow=0,
        ),
        event(
            6,
            "ReleaseOrder",
            "HoldSet",
            **order,
            actor=CUSTOMS,
            authority=0,
            version=2,
            containers=1 << 255,
        ),
        event(
            7,
            "ReleaseOrder",
            "ContainerGatedOut",
            **order,
            actor=TERMINAL,
            collector=CONSIGNEE,
            version=2,
            container=0,
            pickup=ZERO,
        ),
        event(
            8,
            "ReleaseOrder",
            "HoldCleared",
            **order,
            actor=CUSTOMS,
            authority=0,
            version=3,
            containers=1 << 255,
        ),
    ]
