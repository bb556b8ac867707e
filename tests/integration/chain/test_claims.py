"""Claims through the ledger: rows equal the contract's view, and only their parties and tax offices read them."""

from __future__ import annotations

import random
from typing import Any

import pytest

from chain.filters import CertificateFilter, ClaimFilter
from chain.ledger import ActionStatus, Ledger
from chain.next_actions import claim_actions
from chain.rebuild import rebuild
from chain.rpc import JsonRpc
from chain.states import ClaimState
from chain.store.rows import Claim
from chain.visibility import RecordKind
from tests.integration.chain.port import Port, Signed, new_id, submit
from tests.integration.chain.test_projection import contents

_TERMS = {
    "ReturnClaim": ("remark",),
    "RefileClaim": ("content",),
}


async def _must(ledger: Ledger, signed: Signed) -> None:
    record = await submit(ledger, signed)
    assert record.status is ActionStatus.FINAL, (record.name, record.error)


async def _file(ledger: Ledger, port: Port) -> str:
    claim_id = new_id()
    office = port.no("tax_authority")
    await _must(ledger, port.sign("FileClaim", "shipper", claimId=claim_id, taxAuthority=office))
    return claim_id


async def _row(ledger: Ledger, claim_id: str) -> Claim:
    row = await ledger.read.claim(claim_id)
    assert row is not None
    return row


async def _step(ledger: Ledger, port: Port, claim_id: str, name: str, **terms: Any) -> None:
    row = await _row(ledger, claim_id)
    by = "shipper" if name in {"RefileClaim", "WithdrawClaim"} else "tax_authority"
    more = {field: new_id() for field in _TERMS.get(name, ())}
    fields = {"claimId": claim_id, "version": row.version, **more, **terms}
    await _must(ledger, port.sign(name, by, **fields))


async def _walk(ledger: Ledger, port: Port, claim_id: str, seed: int) -> None:
    chosen = random.Random(seed)  # noqa: S311 - a walk that can be repeated
    for _ in range(8):
        offers = claim_actions(await _row(ledger, claim_id))
        if not offers:
            return
        name = chosen.choice(offers).action
        terms: dict[str, Any] = {}
        if name == "AcceptClaim":
            terms = {"managementClass": chosen.randint(1, 4)}
        if name == "ConcludeClaim":
            terms = {"outcome": chosen.randint(1, 2), "remark": new_id()}
        await _step(ledger, port, claim_id, name, **terms)


async def _on_chain(rpc: JsonRpc, port: Port, view: str, claim_id: str) -> dict[str, Any]:
    address = port.deployment.addresses["RefundClaim"]
    return dict(await rpc.ask("RefundClaim", address, view, bytes.fromhex(claim_id[2:])))


@pytest.mark.parametrize("seed", range(6))
async def test_rows_and_clocks_equal_the_chain_after_any_walk(
    ledger: Ledger, port: Port, rpc: JsonRpc, seed: int
) -> None:
    claim_id = await _file(ledger, port)
    await _walk(ledger, port, claim_id, seed)
    row = await _row(ledger, claim_id)
    assert await _on_chain(rpc, port, "claimOf", claim_id) == {
        "state": row.state,
        "version": row.version,
        "exporter": row.exporter,
        "taxAuthority": row.tax_authority,
        "content": row.content,
    }
    assert await _on_chain(rpc, port, "clockOf", claim_id) == {
        "managementClass": row.management_class,
        "filedAt": row.filed_at,
        "acceptedAt": row.accepted_at or 0,
        "concludedAt": row.concluded_at or 0,
        "paidAt": row.paid_at or 0,
    }
    history = await ledger.read.history(RecordKind.CLAIM, claim_id)
    assert [entry.version for entry in history] == list(range(1, row.version + 1))


async def test_claims_are_read_by_their_parties_and_tax_offices(ledger: Ledger, port: Port) -> None:
    claim_id = await _file(ledger, port)
    readers = {
        key for key in port.members if await ledger.read.claim(claim_id, port.no(key)) is not None
    }
    assert readers == {"shipper", "tax_authority", "second_tax_authority"}
    listed = await ledger.read.claims(port.no("shipper"), ClaimFilter(state=ClaimState.FILED))
    assert claim_id in [row.claim_id for row in listed]
    assert claim_id not in [r.claim_id for r in await ledger.read.claims(port.no("customs"))]


async def test_the_clock_takes_accepted_claims_of_a_period_and_pending_ones(
    ledger: Ledger, port: Port
) -> None:
    done, pending, filed = [await _file(ledger, port) for _ in range(3)]
    for claim_id in (done, pending):
        await _step(ledger, port, claim_id, "AcceptClaim", managementClass=1)
    await _step(ledger, port, done, "ReviewClaim")
    await _step(ledger, port, done, "ConcludeClaim", outcome=1)
    at = (await _row(ledger, done)).concluded_at
    assert at is not None
    shipper = port.no("shipper")

    async def taken(since: int, before: int, member: int = shipper) -> set[str]:
        found = await ledger.read.accepted_claims(member, since, before)
        return {row.claim_id for row in found} & {done, pending, filed}

    assert await taken(at, at + 1) == {done, pending}
    assert await taken(at + 1, at + 2) == {pending}
    assert await taken(at - 1, at) == {pending}
    assert await taken(0, at + 1, port.no("second_tax_authority")) == {done, pending}
    assert await taken(0, at + 1, port.no("customs")) == set()


async def test_certificates_are_found_by_the_claim_that_they_were_used_for(
    ledger: Ledger, port: Port
) -> None:
    claim_id, certificate_id, shipper = await _file(ledger, port), new_id(), port.no("shipper")
    of_it = {"certificateId": certificate_id}
    await _must(
        ledger,
        port.sign(
            "ApplyCertificate",
            "shipper",
            **of_it,
            certificateType=5,
            taxAuthority=port.no("tax_authority"),
            user=shipper,
            declarationItem=new_id(),
            quantity=1,
            declaredQuantity=1,
        ),
    )
    for version, name in enumerate(("AcceptApplication", "IssueCertificate"), start=1):
        await _must(ledger, port.sign(name, "tax_authority", **of_it, version=version))
    use = port.sign("UseCertificate", "shipper", **of_it, version=3, usedFor=claim_id)
    await _must(ledger, use)
    used = await ledger.read.certificates(shipper, CertificateFilter(used_for=claim_id))
    assert [row.certificate_id for row in used] == [certificate_id]


async def test_a_rebuilt_read_model_has_the_same_claims(
    ledger: Ledger, port: Port, rpc: JsonRpc
) -> None:
    """The last of the room: the ledger ends before its read model is made again."""
    await _walk(ledger, port, await _file(ledger, port), 3)
    await ledger.close()
    live = await contents(port.settings)
    assert live["claims"]
    await rebuild(port.settings, rpc, port.deployment)
    assert await contents(port.settings) == live
