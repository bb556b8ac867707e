"""The claim's rules beyond its state table: parties, class and outcome, reasons, and the clock."""

from __future__ import annotations

from typing import Any

import pytest

from tests.contracts.claims import CONTRACT, claim, claim_action, file_claim
from tests.contracts.records import REASON, ZERO, Record, certificate, certificate_action
from tests.support.world import World

UINT8 = 2**8 - 1


@pytest.mark.parametrize(
    ("lie", "error"),
    [
        ({"claimId": ZERO}, "ClaimEmptyId"),
        ({"taxAuthority": 999}, "ConsortiumUnknownMember"),
        ({"taxAuthority": 3}, "ConsortiumMemberLacksRole"),
        ({"taxAuthority": 0}, "ConsortiumUnknownMember"),
    ],
)
async def test_a_bad_filing_is_refused_by_name(
    world: World, lie: dict[str, Any], error: str
) -> None:
    intent = file_claim(world, await claim(world, "None"))
    assert await world.refusal(intent) is None
    assert await world.refusal(intent.but(**lie)) == error


@pytest.mark.parametrize("persona", ["forwarder", "carrier", "tax_authority", "consignee"])
async def test_only_exporters_file_claims(world: World, persona: str) -> None:
    intent = file_claim(world, await claim(world, "None")).signed_by(persona)
    assert await world.refusal(intent) == "ConsortiumMemberLacksRole"


@pytest.mark.parametrize(
    ("number", "error"),
    [
        (0, "ClaimClassUnknown"),
        (1, None),
        (4, None),
        (5, "ClaimClassUnknown"),
        (UINT8, "ClaimClassUnknown"),
    ],
)
async def test_a_claim_is_accepted_under_one_of_the_four_classes(
    world: World, number: int, error: str | None
) -> None:
    intent = claim_action("AcceptClaim", await claim(world, "Filed"))
    assert await world.refusal(intent.but(managementClass=number)) == error


@pytest.mark.parametrize(
    ("terms", "error"),
    [
        ({"outcome": 0}, "ClaimOutcomeUnknown"),
        ({"outcome": 3}, "ClaimOutcomeUnknown"),
        ({"outcome": UINT8}, "ClaimOutcomeUnknown"),
        ({"outcome": 1, "remark": ZERO}, None),
        ({"outcome": 2, "remark": ZERO}, "ClaimReasonMissing"),
        ({"outcome": 2, "remark": REASON}, None),
    ],
)
async def test_a_claim_is_approved_or_refused_with_a_reason(
    world: World, terms: dict[str, Any], error: str | None
) -> None:
    intent = claim_action("ConcludeClaim", await claim(world, "Reviewed"))
    assert await world.refusal(intent.but(**terms)) == error


async def test_a_return_states_its_reason_and_a_correction_its_content(world: World) -> None:
    record = await claim(world, "Filed")
    back = claim_action("ReturnClaim", record)
    assert await world.refusal(back.but(remark=ZERO)) == "ClaimReasonMissing"
    await world.act(back)
    record.version += 1
    again = claim_action("RefileClaim", record)
    assert await world.refusal(again.but(content=ZERO)) == "ClaimEmptyContent"
    assert (await world.read(CONTRACT, "claimOf", record.record_id))["content"] == record.record_id
    await world.act(again)
    found = await world.read(CONTRACT, "claimOf", record.record_id)
    assert found["content"] == again.fields["content"]


async def test_each_step_is_on_record_at_the_time_of_its_block(world: World) -> None:
    record = await claim(world, "None")
    assert set((await _clock(world, record)).values()) == {0}
    await world.act(file_claim(world, record))
    filed = await world.now()
    record.version = 1
    expected = {"managementClass": 0, "filedAt": filed, "acceptedAt": 0, "concludedAt": 0}
    assert await _clock(world, record) == expected | {"paidAt": 0}

    for name, stamp in (
        ("ReturnClaim", None),
        ("RefileClaim", None),
        ("AcceptClaim", "acceptedAt"),
        ("ReviewClaim", None),
        ("ConcludeClaim", "concludedAt"),
        ("PayRefund", "paidAt"),
    ):
        await world.set_time(await world.now() + 3_600)
        terms = {"managementClass": 4} if name == "AcceptClaim" else {}
        await world.act(claim_action(name, record).but(**terms))
        record.version += 1
        if stamp:
            expected[stamp] = await world.now()
            expected["managementClass"] = 4
        assert await _clock(world, record) == {"paidAt": 0} | expected


async def _clock(world: World, record: Record) -> dict[str, int]:
    return dict(await world.read(CONTRACT, "clockOf", record.record_id))


async def test_a_certificate_is_used_for_a_claim_by_its_id(world: World) -> None:
    record, filed = await certificate(world, "Issued"), await claim(world, "Filed")
    use = certificate_action("UseCertificate", record).but(usedFor=filed.record_id)
    events = await world.act(use)
    assert events[0].args["usedFor"] == filed.record_id
