"""Members and wallets: admission by governors, enrolment, expiry, revocation."""

from __future__ import annotations

import pytest

from tests.contracts import members
from tests.support.personas import secret_of
from tests.support.world import Intent, World
from wallets.signer import LocalSigner


def _key(name: str) -> LocalSigner:
    return LocalSigner.from_key(secret_of(name))


def _admission(world: World, key: LocalSigner, **changes: object) -> Intent:
    fields = {
        "identity": world.new_id(),
        "name": "Port Newcomer 新港",
        "roles": 1 << 2,
        "wallet": key.address,
    }
    return Intent("AdmitMember", "governor", fields | changes)


async def _enrolment(
    world: World, key: LocalSigner, *, by: str = "shipper", **changes: object
) -> Intent:
    member = world.member(by)
    version = (await world.read("Consortium", "memberOf", member))["version"]
    fields = {
        "member": member,
        "version": version,
        "wallet": key.address,
        "powers": 1 << 3,
        "expiresAt": 0,
    }
    return Intent("EnrolWallet", by, fields | changes)


async def _revocation(world: World, key: LocalSigner, *, by: str = "shipper") -> Intent:
    member = world.member(by)
    version = (await world.read("Consortium", "memberOf", member))["version"]
    return Intent("RevokeWallet", by, {"member": member, "version": version, "wallet": key.address})


async def _enrol(world: World, name: str, **changes: object) -> LocalSigner:
    key = _key(name)
    intent = await _enrolment(world, key, **changes)
    await world.act(intent, signers=[world.signer("shipper"), key])
    return key


async def test_two_governors_admit_a_member_in_any_order_of_sending(world: World) -> None:
    key = _key("newcomer")
    before = await world.read("Consortium", "memberCount")
    governors = [world.signer("governor"), world.signer("second_governor")]
    intent = _admission(world, key)
    assert await world.refusal(intent, signers=governors[:1]) == "ConsortiumTooFewGovernors"
    assert await world.refusal(intent, signers=governors[::-1]) == "ConsortiumGovernorsOutOfOrder"
    assert (
        await world.refusal(intent, signers=[governors[0]] * 2) == "ConsortiumGovernorsOutOfOrder"
    )
    not_one = [governors[0], world.signer("carrier")]
    assert await world.refusal(intent, signers=not_one) == "ConsortiumMemberLacksRole"
    await world.act(intent, signers=governors)
    assert await world.read("Consortium", "memberCount") == before + 1
    wallet = await world.read("Consortium", "walletOf", key.address)
    assert wallet["member"] == before + 1
    assert await world.refusal(intent, signers=governors) == "ConsortiumIdentityTaken"


@pytest.mark.parametrize(
    ("lie", "error"),
    [
        ({"identity": "0x" + "00" * 32}, "ConsortiumEmptyIdentity"),
        ({"name": ""}, "ConsortiumNameLength"),
        ({"name": "港" * 22}, "ConsortiumNameLength"),
        ({"roles": 0}, "ConsortiumUndefinedRoles"),
        ({"roles": 1 << 14}, "ConsortiumUndefinedRoles"),
        ({"wallet": "0x" + "00" * 20}, "ConsortiumZeroWallet"),
    ],
)
async def test_a_bad_admission_is_refused_by_name(
    world: World, lie: dict[str, object], error: str
) -> None:
    governors = [world.signer("governor"), world.signer("second_governor")]
    assert await world.refusal(_admission(world, _key("nobody"), **lie), signers=governors) == error


async def test_a_wallet_serves_one_member(world: World) -> None:
    governors = [world.signer("governor"), world.signer("second_governor")]
    taken = _admission(world, world.signer("carrier"))
    assert await world.refusal(taken, signers=governors) == "ConsortiumWalletTaken"
    carrier = world.signer("carrier")
    enrolment = await _enrolment(world, carrier)
    signers = [world.signer("shipper"), carrier]
    assert await world.refusal(enrolment, signers=signers) == "ConsortiumWalletTaken"


async def test_an_enrolled_wallet_signs_within_its_powers(world: World) -> None:
    key = await _enrol(world, "clerk")
    bill = await world.issued_bill()
    transfer = {"billId": bill, "version": 1, "holder": world.member("bank")}
    surrender = {"billId": bill, "version": 1, "releaseTo": world.member("shipper")}
    refused = await world.refusal(
        Intent("SurrenderForDelivery", "shipper", surrender), signers=[key]
    )
    assert refused == "ConsortiumWalletLacksPower"
    await world.act(Intent("TransferPossession", "shipper", transfer), signers=[key])


async def test_enrolment_needs_the_wallets_own_signature(world: World) -> None:
    key = _key("unwilling")
    intent = await _enrolment(world, key)
    admin = world.signer("shipper")
    assert await world.refusal(intent, signers=[admin, admin]) == "ConsortiumWalletDidNotConsent"
    assert await world.refusal(intent, signers=[admin]) == "SignatureLength"
    stranger = world.signer("stranger")
    assert await world.refusal(intent, signers=[stranger, key]) == "ConsortiumWalletOfAnotherMember"


@pytest.mark.parametrize("powers", [0, 1 << 14])
async def test_enrolment_gives_defined_powers(world: World, powers: int) -> None:
    key = _key("powers")
    intent = await _enrolment(world, key, powers=powers)
    assert (
        await world.refusal(intent, signers=[world.signer("shipper"), key])
        == "ConsortiumUndefinedPowers"
    )


async def test_a_wallet_signs_until_its_expiry_inclusive(world: World) -> None:
    expires_at = await world.now() + 50
    key = await _enrol(world, "temporary", expiresAt=expires_at)
    bill = await world.issued_bill()
    transfer = Intent(
        "TransferPossession",
        "shipper",
        {"billId": bill, "version": 1, "holder": world.member("bank")},
    )
    assert await world.refusal_at(transfer, expires_at, signers=[key]) is None
    assert (
        await world.refusal_at(transfer, expires_at + 1, signers=[key]) == "ConsortiumWalletExpired"
    )


async def test_enrolment_does_not_begin_expired(world: World) -> None:
    key = _key("late")
    intent = await _enrolment(world, key, expiresAt=1)
    assert (
        await world.refusal(intent, signers=[world.signer("shipper"), key])
        == "ConsortiumExpiryPassed"
    )


async def test_a_revoked_wallet_is_burnt(world: World) -> None:
    key = await _enrol(world, "lost")
    await world.act(await _revocation(world, key))
    bill = await world.issued_bill()
    transfer = {"billId": bill, "version": 1, "holder": world.member("bank")}
    refused = await world.refusal(Intent("TransferPossession", "shipper", transfer), signers=[key])
    assert refused == "ConsortiumWalletRevoked"
    again = await _enrolment(world, key)
    assert (
        await world.refusal(again, signers=[world.signer("shipper"), key])
        == "ConsortiumWalletRevoked"
    )
    assert await world.refusal(await _revocation(world, key)) == "ConsortiumWalletRevoked"


async def test_revocation_names_a_wallet_of_the_member(world: World) -> None:
    unknown = await _revocation(world, _key("never enrolled"))
    assert await world.refusal(unknown) == "ConsortiumUnknownWallet"
    others = await _revocation(world, world.signer("carrier"))
    assert await world.refusal(others) == "ConsortiumWalletOfAnotherMember"


async def test_the_last_admin_wallet_stays(world: World) -> None:
    newcomer = (await members.member(world, "Active")).record_id
    own = world.signer(newcomer)
    assert (
        await world.refusal(await _revocation(world, own, by=newcomer))
        == "ConsortiumLastAdminWallet"
    )
    demoted = await _enrolment(world, own, by=newcomer)
    assert await world.refusal(demoted, signers=[own, own]) == "ConsortiumLastAdminWallet"


async def test_a_member_action_binds_the_members_version(world: World) -> None:
    key = _key("stale")
    intent = (await _enrolment(world, key)).but(version=99)
    assert (
        await world.refusal(intent, signers=[world.signer("shipper"), key])
        == "ConsortiumStaleVersion"
    )
    nobody = (await _enrolment(world, key)).but(member=999)
    assert (
        await world.refusal(nobody, signers=[world.signer("shipper"), key])
        == "ConsortiumUnknownMember"
    )


async def test_the_directory_names_the_other_contracts(world: World) -> None:
    for name in (
        "BillOfLading",
        "ReleaseOrder",
        "TaxRefundCertificate",
        "Documents",
        "Milestones",
        "Batch",
    ):
        assert await world.read("Consortium", "contractNamed", name) == world.address(name)
    assert int(await world.read("Consortium", "contractNamed", "Nothing"), 16) == 0
