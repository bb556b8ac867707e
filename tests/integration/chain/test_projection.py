"""The read model says what the contracts say, and every action that it offers is accepted."""

import random
from typing import Any

import pytest
from sqlalchemy import select

from chain.errors import DirectoryInUseError
from chain.ledger import ActionStatus, Ledger
from chain.next_actions import NextAction, bill_actions, certificate_actions, order_actions
from chain.read_model import OrderView
from chain.rebuild import rebuild
from chain.rpc import JsonRpc
from chain.settings import ChainSettings
from chain.states import BillKind, HoldAuthority
from chain.store import read_model
from chain.store.rows import Bill, Certificate, Member, Wallet, bits
from chain.store.stores import open_read_model
from tests.integration.chain.bill_fields import BillFields
from tests.integration.chain.port import Port, Signed, new_id, submit

ZERO = "0x" + "00" * 32


async def _on_chain(rpc: JsonRpc, port: Port, contract: str, view: str, key: object) -> Any:
    if isinstance(key, str) and len(key) == 66:
        key = bytes.fromhex(key[2:])
    return await rpc.ask(contract, port.deployment.addresses[contract], view, key)


def _bill_as_chain(bill: Bill) -> dict[str, Any]:
    return {
        "state": bill.state,
        "kind": bill.kind,
        "version": bill.version,
        "carrier": bill.carrier,
        "holder": bill.holder,
        "titleHolder": bill.title_holder,
        "surrenderedBy": bill.surrendered_by,
        "releaseTo": bill.release_to,
        "pledgee": bill.pledgee,
        "nominee": bill.nominee,
        "reason": bill.surrender_reason,
        "blank": bill.blank,
        "restricted": bill.restricted,
        "circulated": bill.circulated,
        "amendmentRequested": bill.requested_content is not None,
        "replaced": bill.replaced,
        "frozen": bool(bill.frozen_by),
    }


def _order_as_chain(view: OrderView) -> dict[str, Any]:
    order = view.order
    held = sum(1 << c.container_index for c in view.containers if c.held_by)
    out = sum(1 << c.container_index for c in view.containers if c.is_out)
    assert (order.held_containers, order.gated_out) == (held, out)
    return {
        "state": int(view.state),
        "version": order.version,
        "carrier": order.carrier,
        "terminal": order.terminal,
        "releaseTo": order.release_to,
        "collector": order.collector,
        "invited": order.invited,
        "containers": order.containers,
        "validUntil": order.valid_until,
        "flow": order.flow,
        "orderHolds": order.order_holds,
        "heldContainers": order.held_containers,
        "gatedOut": order.gated_out,
        "shared": sum(1 << index for index in view.shared),
    }


def _certificate_as_chain(certificate: Certificate) -> dict[str, Any]:
    return {
        "state": certificate.state,
        "certificateType": certificate.certificate_type,
        "version": certificate.version,
        "applicant": certificate.applicant,
        "taxAuthority": certificate.tax_authority,
        "user": certificate.user,
        "quantity": certificate.quantity,
        "declarationItem": certificate.declaration_item,
        "content": certificate.content,
        "replacement": certificate.replacement or ZERO,
        "corrected": certificate.corrected,
    }


def _member_as_chain(member: Member) -> dict[str, Any]:
    return {
        "version": member.version,
        "roles": member.roles,
        "active": member.active,
        "adminWallets": member.admin_wallets,
        "fourEyes": member.four_eyes,
        "identity": member.identity,
    }


def _wallet_as_chain(wallet: Wallet) -> dict[str, Any]:
    return {
        "member": wallet.member,
        "powers": wallet.powers,
        "expiresAt": wallet.expires_at,
        "revoked": wallet.revoked,
    }


class Walk:
    """A random walk over everything that the read model offers, for one bill, its orders, a certificate."""

    def __init__(self, ledger: Ledger, port: Port, rpc: JsonRpc, seed: int) -> None:
        self.ledger, self.port, self.rpc = ledger, port, rpc
        self.random = random.Random(seed)  # noqa: S311 - a walk that can be repeated
        self.bill_id, self.certificate_id = new_id(), new_id()
        self.taken: set[str] = set()
        self.replaced: list[str] = []
        self.bill_fields = BillFields(port, self.random)
        self.by_number = {p.member: key for key, p in port.members.items()}
        self.roles = {key: p.roles for key, p in port.members.items()}

    async def begin(self) -> None:
        kind = self.random.choice(list(BillKind))
        title = 0 if kind is BillKind.BEARER else self.port.no("shipper")
        await self.must(self.port.issue_bill(self.bill_id, kind=int(kind), titleHolder=title))
        await self.must(
            self.port.sign(
                "ApplyCertificate",
                "shipper",
                certificateId=self.certificate_id,
                certificateType=5,
                taxAuthority=self.port.no("tax_authority"),
                user=self.port.no("shipper"),
                declarationItem=new_id(),
                quantity=5,
                declaredQuantity=9,
                billId=self.bill_id,
            )
        )

    async def must(self, signed: Signed) -> None:
        record = await submit(self.ledger, signed)
        assert record.status is ActionStatus.FINAL, (record.name, record.error)
        self.taken.add(record.name)

    async def step(self) -> bool:
        """Takes one of the actions that are offered; False if there is none."""
        bill, order, certificate = await self.records()
        live = order.order.order_id if order else None
        offers: list[tuple[Bill | OrderView | Certificate, NextAction]]
        # What takes several bills is tried in tests/integration/api/test_successors.py.
        offers = [
            (bill, a) for a in bill_actions(bill, live, shares=False) if a.action != "CombineBills"
        ]
        offers += [(certificate, a) for a in certificate_actions(certificate)]
        if order is not None:
            now = await self.ledger.read.time()
            given = order_actions(order, now)
            offers += [(order, a) for a in given]
        if not offers:
            return False
        record, action = self.random.choice(offers)
        by = self.random.choice([k for k, r in self.roles.items() if self.may(action, k, r)])
        beside = self.bill_fields.beside(bill, action.action)
        if action.action == "CorrectGateOut":
            beside = "carrier"
        fields = self.fields(record, action)
        await self.must(self.port.sign(action.action, by, beside=beside, **fields))
        self.follow(action.action, fields)
        return True

    def follow(self, name: str, fields: dict[str, Any]) -> None:
        """Goes on with the bill that was issued in place of this one."""
        if name == "Reissue":
            self.bill_id = fields["newBillId"]
        if name == "SplitBill":
            self.bill_id = self.random.choice(fields["children"])

    def may(self, action: NextAction, persona: str, roles: int) -> bool:
        return action.is_for(self.port.no(persona), roles)

    async def records(self) -> tuple[Bill, OrderView | None, Certificate]:
        bill = await self.ledger.read.bill(self.bill_id)
        certificate = await self.ledger.read.certificate(self.certificate_id)
        live = await self.ledger.read.live_order(self.bill_id)
        assert bill is not None
        assert certificate is not None
        return bill, await self.ledger.read.order(live) if live else None, certificate

    def fields(self, record: Bill | OrderView | Certificate, action: NextAction) -> dict[str, Any]:
        if isinstance(record, Bill):
            return {"billId": self.bill_id, **self.bill_fields.of(record, action.action)}
        if isinstance(record, Certificate):
            return {
                "certificateId": record.certificate_id,
                "version": record.version,
                **self.of_certificate(record, action.action),
            }
        of_order = {"orderId": record.order.order_id, "version": record.order.version}
        return of_order | self.of_order(record, action)

    def of_certificate(self, certificate: Certificate, name: str) -> dict[str, Any]:
        match name:
            case "RefuseCertificate" | "ReturnApplication":
                return {"remark": new_id()}
            case "UseCertificate":
                return {"usedFor": new_id()}
            case "ResubmitApplication":
                return {"content": new_id(), "quantity": self.random.randint(1, 9)}
            case "ApplyVoid" if self.random.choice([True, False]):
                return {"replacement": ZERO, "quantity": 0, "billId": ZERO}
            case "ApplyVoid":
                bill = self.random.choice([self.bill_id, ZERO])
                asked = {"replacement": new_id(), "quantity": self.random.randint(1, 9)}
                return {**asked, "billId": bill}
            case "ReplaceCertificate":
                self.replaced.append(self.certificate_id)
                self.certificate_id = str(certificate.replacement)
                return {"replacement": certificate.replacement}
            case _:
                return {}

    def of_order(self, view: OrderView, action: NextAction) -> dict[str, Any]:
        order, name = view.order, action.action
        if name == "RevokeReleaseOrder":
            return {"billId": self.bill_id}
        if name == "DelegateCollection":
            had = {order.release_to, order.first_delegate}
            able = [self.port.no(p) for p in ("consignee", "forwarder", "haulier")]
            return {"delegate": self.random.choice([m for m in able if m not in had])}
        if name == "WithdrawDelegation":
            return {"delegate": order.second_delegate or order.invited or order.first_delegate}
        if name == "ExtendReleaseOrder":
            return {"validUntil": order.valid_until + 60}
        if name == "CorrectGateOut":
            container = self.random.choice(list(bits(order.gated_out)))
            return {"carrier": order.carrier, "container": container, "remark": new_id()}
        if name == "GateOut":
            free = [c for c in view.containers if not c.is_out and not c.held_by]
            container = self.random.choice(free).container_index
            return {"container": container, "collector": order.collector, "pickup": new_id()}
        if action.authority is None:
            return {}
        place = self.holdable if name == "SetHold" else self.held
        return {
            "authority": int(action.authority),
            "containers": place(view, action.authority),
        }

    def holdable(self, view: OrderView, authority: HoldAuthority) -> int:
        whole = [0] if not view.order.order_holds & (1 << authority) else []
        single = [
            1 << c.container_index
            for c in view.containers
            if not c.is_out and not c.held_by & (1 << authority)
        ]
        return self.random.choice(whole + single)

    def held(self, view: OrderView, authority: HoldAuthority) -> int:
        live = [h.container_index for h in view.holds if h.authority == authority]
        return self.random.choice([0 if place < 0 else 1 << place for place in live])

    async def compare(self) -> None:
        bill, _, certificate = await self.records()
        chain = await _on_chain(self.rpc, self.port, "BillOfLading", "billOf", self.bill_id)
        assert _bill_as_chain(bill) == chain
        content = await _on_chain(self.rpc, self.port, "BillOfLading", "contentOf", self.bill_id)
        assert (bill.content or bill.bill_id) == content
        asked = await _on_chain(
            self.rpc, self.port, "BillOfLading", "requestedContentOf", self.bill_id
        )
        assert (bill.requested_content or ZERO) == asked
        origin = await _on_chain(self.rpc, self.port, "BillOfLading", "originOf", self.bill_id)
        assert (bill.origin or ZERO) == origin
        paper = await _on_chain(self.rpc, self.port, "BillOfLading", "paperOf", self.bill_id)
        assert (bill.paper or ZERO, bill.originals) == paper
        court = await _on_chain(self.rpc, self.port, "BillOfLading", "frozenBy", self.bill_id)
        assert bill.frozen_by == court
        pledged = await _on_chain(self.rpc, self.port, "BillOfLading", "isPledged", self.bill_id)
        assert bool(bill.pledgee) == pledged
        for old in [certificate.certificate_id, *self.replaced]:
            row = await self.ledger.read.certificate(old)
            assert row is not None
            chain = await _on_chain(
                self.rpc, self.port, "TaxRefundCertificate", "certificateOf", old
            )
            assert _certificate_as_chain(row) == chain
        for view in await self.ledger.read.orders(limit=500):
            order_id = view.order.order_id
            chain = await _on_chain(self.rpc, self.port, "ReleaseOrder", "orderOf", order_id)
            assert _order_as_chain(view) == chain
            for index in range(view.order.containers):
                held = view.order.order_holds | view.containers[index].held_by
                target = self.port.deployment.addresses["ReleaseOrder"]
                key = bytes.fromhex(order_id[2:])
                assert held == await self.rpc.ask("ReleaseOrder", target, "holdsOn", key, index)


@pytest.mark.parametrize("seed", range(12))
async def test_rows_equal_the_chain_after_any_walk_through_what_is_offered(
    ledger: Ledger, port: Port, rpc: JsonRpc, seed: int
) -> None:
    walk = Walk(ledger, port, rpc, seed)
    await walk.begin()
    for _ in range(20):
        if not await walk.step():
            break
        await walk.compare()
    assert len(walk.taken) > 3


async def test_members_and_wallets_equal_the_chain(
    ledger: Ledger, port: Port, rpc: JsonRpc
) -> None:
    members = await ledger.read.members()
    assert len(members) == len(port.members)
    for member in members:
        chain = await _on_chain(rpc, port, "Consortium", "memberOf", member.number)
        assert _member_as_chain(member) == chain
        for wallet in await ledger.read.wallets(member.number):
            chain = await _on_chain(rpc, port, "Consortium", "walletOf", wallet.address)
            assert _wallet_as_chain(wallet) == chain
    directory = await ledger.read.contracts()
    assert directory == {n: a for n, a in port.deployment.addresses.items() if n != "Consortium"}


async def contents(settings: ChainSettings) -> dict[str, list[dict[str, Any]]]:
    """Every row of every projected table, in the order of the keys."""
    engine = await open_read_model(settings)
    tables = [*read_model.TABLES.values(), read_model.events]
    async with engine.connect() as connection:
        found = {
            table.name: [
                dict(row)
                for row in (
                    await connection.execute(select(table).order_by(*table.primary_key))
                ).mappings()
            ]
            for table in tables
        }
    await engine.dispose()
    return found


async def test_rebuilt_equals_live_row_by_row(ledger: Ledger, port: Port, rpc: JsonRpc) -> None:
    """Runs after the walks, which left rows of every kind."""
    await submit(ledger, port.issue_bill(new_id()))
    with pytest.raises(DirectoryInUseError, match="stop that first"):
        await rebuild(port.settings, rpc, port.deployment)
    await ledger.close()
    live = await contents(port.settings)
    assert all(live[name] for name in ("bills", "release_orders", "holds", "certificates"))
    await rebuild(port.settings, rpc, port.deployment)
    assert await contents(port.settings) == live
