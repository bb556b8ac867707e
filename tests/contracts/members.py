"""Members and wallets brought to any state of the state tables, and the good action of every kind on them."""

from __future__ import annotations

from typing import Any

from chain.deploy import RECOVERY_DELAY_SECONDS
from tests.contracts.records import Record
from tests.support.personas import secret_of
from tests.support.world import Intent, World
from wallets.signer import LocalSigner

TRANSFER = 1 << 3


def _key(world: World) -> LocalSigner:
    return LocalSigner.from_key(secret_of(world.new_id()))


def _governed(world: World, name: str, fields: dict[str, Any]) -> Intent:
    return Intent(name, "governor", fields, (world.signer("second_governor"),))


def _admission(world: World, record: Record) -> Intent:
    identity, key = record.facts["identity"], record.facts["key"]
    fields = {
        "identity": identity,
        "name": "Newcomer 新成员",
        "roles": 1 << 2,
        "wallet": key.address,
    }
    return _governed(world, "AdmitMember", fields)


async def member(world: World, state: str) -> Record:
    """A member of its own in a state, admitted by the governors."""
    facts = {"identity": world.new_id(), "key": _key(world)}
    next_number = await world.read("Consortium", "memberCount") + 1
    record = Record("Member", str(next_number), 0, facts)
    if state == "None":
        return record
    await world.act(_admission(world, record))
    record.version = 1
    world.enlist(record.record_id, int(record.record_id), facts["key"])
    if state == "Suspended":
        await world.act(_governed(world, "SuspendMember", _named(record)))
        record.version = 2
    return record


def _named(record: Record, **more: Any) -> dict[str, Any]:
    return {"member": int(record.record_id), "version": record.version} | more


async def member_action(world: World, name: str, record: Record) -> Intent:
    """The action that succeeds on a member in a state that allows it."""
    if name == "AdmitMember":
        return _admission(world, record)
    if name == "ChangeRoles":
        return _governed(world, name, _named(record, roles=1 << 3))
    if name in {"SuspendMember", "ReinstateMember"}:
        return _governed(world, name, _named(record))
    if name == "ProposeRecovery":
        return _governed(world, name, _named(record, wallet=_key(world).address))
    if name == "SetFourEyes":
        return Intent(name, _own(record), _named(record, powers=TRANSFER))
    return await _recovery(world, name, record)


async def _recovery(world: World, name: str, record: Record) -> Intent:
    fresh = _key(world)
    if record.version:
        proposal = _named(record, wallet=fresh.address)
        await world.act(_governed(world, "ProposeRecovery", proposal))
        record.version += 1
    if name == "VetoRecovery":
        return Intent(name, _own(record), _named(record))
    if record.version:
        await world.set_time(await world.now() + RECOVERY_DELAY_SECONDS)
    world.enlist(fresh.address, int(record.record_id), fresh)
    return Intent(name, fresh.address, _named(record))


def _own(record: Record) -> str:
    """The member's own wallet; before there is a member, anybody's."""
    return record.record_id if record.version else "stranger"


async def wallet(world: World, state: str) -> Record:
    """A wallet of the principal in a state."""
    key = _key(world)
    record = Record("Wallet", key.address, 0, {"key": key})
    await _see_principal(world, record)
    if state == "None":
        return record
    expires_at = await world.now() + 100 if state == "Expired" else 0
    await world.act(_enrolment(world, record, expiresAt=expires_at))
    record.version += 1
    if state == "Expired":
        await world.set_time(expires_at + 1)
    if state == "Revoked":
        await world.act(await wallet_action(world, "RevokeWallet", record))
        record.version += 1
    return record


async def _see_principal(world: World, record: Record) -> None:
    found = await world.read("Consortium", "memberOf", world.member("principal"))
    record.version = found["version"]


def _enrolment(world: World, record: Record, **changes: Any) -> Intent:
    fields = {
        "member": world.member("principal"),
        "version": record.version,
        "wallet": record.record_id,
        "powers": TRANSFER,
        "expiresAt": 0,
    }
    return Intent("EnrolWallet", "principal", fields | changes, (record.facts["key"],))


async def wallet_action(world: World, name: str, record: Record) -> Intent:
    """The action that succeeds on a wallet in a state that allows it."""
    if name == "EnrolWallet":
        return _enrolment(world, record)
    fields = {
        "member": world.member("principal"),
        "version": record.version,
        "wallet": record.record_id,
    }
    return Intent(name, "principal", fields)
