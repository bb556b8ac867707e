"""For every action of the state tables: the record made ready for it, and the action that succeeds there."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Final

from tests.contracts import attachments, boxes, claims, handling, members, records
from tests.contracts.records import Record
from tests.support.world import Intent, World

Good = Callable[[World, Record], Awaitable[Intent]]


def _bill_action(name: str, by: str) -> Good:
    async def make(_: World, record: Record) -> Intent:
        return records.of_bill(name, by, record)

    return make


async def _sign(_: World, record: Record) -> Intent:
    return records.of_bill("SignBill", record.facts.get("holder", "shipper"), record)


async def _apart(world: World, record: Record) -> None:
    """Parts possession, which goes to the principal, from title, which stays with the bank."""
    if await world.state("BillOfLading", record.record_id) == "Issued":
        fields = {"holder": world.member("principal")}
        await world.act(records.of_bill("TransferPossession", "bank", record, **fields))
        record.version += 1


async def _nominate(world: World, record: Record) -> Intent:
    await _apart(world, record)
    member = world.member("consignee")
    fields = {"endorsement": 0, "endorsee": member, "deliverTo": member}
    return records.of_bill("Nominate", record.facts.get("holder", "shipper"), record, **fields)


async def _execute(world: World, record: Record) -> Intent:
    by = record.facts.get("holder", "shipper")
    if await world.state("BillOfLading", record.record_id) == "Issued":
        await world.act(await _nominate(world, record))
        record.version += 1
        by = "principal"
    return records.of_bill("ExecuteNomination", by, record, endorsee=world.member("consignee"))


async def _request(world: World, record: Record) -> Intent:
    made = records.request_amendment(record, world.new_id())
    if await world.state("BillOfLading", record.record_id) == "Pledged":
        return replace(made, cosigners=(world.signer("second_bank"),))
    return made


async def _amend(_: World, record: Record) -> Intent:
    return records.of_bill("Amend", "carrier", record, content=records.AMENDED)


async def _surrender_for_amendment(_: World, record: Record) -> Intent:
    return records.surrender_for_amendment(record)


async def _reissue(world: World, record: Record) -> Intent:
    return records.of_bill("Reissue", "carrier", record, newBillId=world.new_id())


async def _split(world: World, record: Record) -> Intent:
    children = [world.new_id(), world.new_id()]
    return records.of_bill("SplitBill", "carrier", record, children=children)


async def _combine(world: World, record: Record) -> Intent:
    other = await records.bill(world, "SurrenderedForAmendment", reason=records.COMBINE)
    return records.combine(world, record, other)


async def _convert(_: World, record: Record) -> Intent:
    fields = {"paper": records.PAPER, "originals": 3}
    return records.of_bill("ConvertToPaper", "carrier", record, **fields)


async def _return(world: World, record: Record) -> Intent:
    holder = world.member("consignee")
    fields = {"originals": 3, "holder": holder, "titleHolder": holder}
    return records.of_bill("ReturnFromPaper", "carrier", record, **fields)


async def _void(world: World, record: Record) -> Intent:
    return records.void(world, record)


async def _pledge(world: World, record: Record) -> Intent:
    return records.pledge(world, record)


async def _issue_bill(world: World, record: Record) -> Intent:
    return records.issue_bill(world, record)


async def _endorse(world: World, record: Record) -> Intent:
    return records.endorse(
        world, record, by=record.facts.get("holder", "shipper"), endorsee="consignee"
    )


async def _transfer(world: World, record: Record) -> Intent:
    fields = {
        "billId": record.record_id,
        "version": record.version,
        "holder": world.member("consignee"),
    }
    return Intent("TransferPossession", record.facts.get("holder", "shipper"), fields)


async def _surrender(world: World, record: Record) -> Intent:
    return records.surrender(world, record)


async def _issue_order(world: World, record: Record) -> Intent:
    return records.issue_order(world, record)


async def _set_hold(_: World, record: Record) -> Intent:
    return records.hold(record)


async def _clear_hold(world: World, record: Record) -> Intent:
    if await world.state(record.contract, record.record_id) in {"Active", "Expired"}:
        await world.act(records.hold(record))
        record.version += 1
    return records.hold(record, action="ClearHold")


async def _delegate(world: World, record: Record) -> Intent:
    fields = {
        "orderId": record.record_id,
        "version": record.version,
        "delegate": world.member("forwarder"),
    }
    return Intent("DelegateCollection", "consignee", fields)


def _answer(name: str) -> Good:
    """The forwarder's answer to an invitation, which is made here if the order is active."""

    async def make(world: World, record: Record) -> Intent:
        await _invite(world, record)
        fields = {"orderId": record.record_id, "version": record.version}
        return Intent(name, "forwarder", fields)

    return make


async def _invite(world: World, record: Record) -> None:
    if await world.state(record.contract, record.record_id) == "Active":
        await world.act(await _delegate(world, record))
        record.version += 1


async def _withdraw_delegation(world: World, record: Record) -> Intent:
    await _invite(world, record)
    fields = {
        "orderId": record.record_id,
        "version": record.version,
        "delegate": world.member("forwarder"),
    }
    return Intent("WithdrawDelegation", "consignee", fields)


async def _extend(world: World, record: Record) -> Intent:
    fields = {
        "orderId": record.record_id,
        "version": record.version,
        "validUntil": await world.now() + 7 * 86_400,
    }
    return Intent("ExtendReleaseOrder", "carrier", fields)


async def _gate_out(world: World, record: Record) -> Intent:
    return records.gate_out(world, record)


async def _correct_gate_out(world: World, record: Record) -> Intent:
    if await world.state(record.contract, record.record_id) == "Active":
        await world.act(records.gate_out(world, record))
    return records.correct_gate_out(world, record)


async def _revoke(_: World, record: Record) -> Intent:
    return records.revoke(record)


async def _share(_: World, record: Record) -> Intent:
    return boxes.share(record)


async def _unshare(_: World, record: Record) -> Intent:
    return boxes.unshare(record)


async def _request_appointment(world: World, record: Record) -> Intent:
    return handling.request(world, record)


async def _instruct(_: World, record: Record) -> Intent:
    return handling.instruct(record)


def _appointment(name: str) -> Good:
    async def make(_: World, record: Record) -> Intent:
        return handling.appointment_action(name, record)

    return make


def _inspection(name: str) -> Good:
    async def make(world: World, record: Record) -> Intent:
        return await handling.inspection_action(world, name, record)

    return make


async def _apply(world: World, record: Record) -> Intent:
    return records.apply_certificate(world, record)


async def _register(world: World, record: Record) -> Intent:
    return attachments.register(world, record)


async def _interchange(world: World, record: Record) -> Intent:
    return attachments.interchange(world, record)


async def _supersede(world: World, record: Record) -> Intent:
    return attachments.supersede(world, record)


async def _anchor(world: World, record: Record) -> Intent:
    return await attachments.anchor(world, record)


async def _correct(world: World, record: Record) -> Intent:
    return await attachments.correct(world, record)


async def _file(world: World, record: Record) -> Intent:
    return claims.file_claim(world, record)


def _claim(name: str) -> Good:
    async def make(_: World, record: Record) -> Intent:
        return claims.claim_action(name, record)

    return make


def _document(name: str) -> Good:
    async def make(_: World, record: Record) -> Intent:
        return attachments.document_action(name, record)

    return make


async def _replace(world: World, record: Record) -> Intent:
    intent = records.certificate_action("ReplaceCertificate", record)
    if await world.state(record.contract, record.record_id) != "VoidApplied":
        return intent
    asked = records.replacement(world, record)
    await world.act(asked)
    record.version += 1
    return intent.but(version=record.version, replacement=asked.fields["replacement"])


def _member(name: str) -> Good:
    async def make(world: World, record: Record) -> Intent:
        return await members.member_action(world, name, record)

    return make


def _wallet(name: str) -> Good:
    async def make(world: World, record: Record) -> Intent:
        return await members.wallet_action(world, name, record)

    return make


def _certificate(name: str) -> Good:
    async def make(_: World, record: Record) -> Intent:
        return records.certificate_action(name, record)

    return make


GOOD: Final[dict[str, Good]] = (
    {
        "IssueBill": _issue_bill,
        "Endorse": _endorse,
        "TransferPossession": _transfer,
        "RejectTransfer": _bill_action("RejectTransfer", "bank"),
        "SurrenderForDelivery": _surrender,
        "AcceptSurrender": _bill_action("AcceptSurrender", "carrier"),
        "RejectSurrender": _bill_action("RejectSurrender", "carrier"),
        "SignBill": _sign,
        "Nominate": _nominate,
        "ExecuteNomination": _execute,
        "RequestAmendment": _request,
        "Amend": _amend,
        "SurrenderForAmendment": _surrender_for_amendment,
        "Reissue": _reissue,
        "SplitBill": _split,
        "CombineBills": _combine,
        "ConvertToPaper": _convert,
        "ReturnFromPaper": _return,
        "VoidBill": _void,
        "Pledge": _pledge,
        "ReleasePledge": _bill_action("ReleasePledge", "second_bank"),
        "EnforcePledge": _bill_action("EnforcePledge", "second_bank"),
        "FreezeBill": _bill_action("FreezeBill", "court"),
        "UnfreezeBill": _bill_action("UnfreezeBill", "court"),
        "IssueReleaseOrder": _issue_order,
        "SetHold": _set_hold,
        "ClearHold": _clear_hold,
        "DelegateCollection": _delegate,
        "AcceptDelegation": _answer("AcceptDelegation"),
        "DeclineDelegation": _answer("DeclineDelegation"),
        "WithdrawDelegation": _withdraw_delegation,
        "ExtendReleaseOrder": _extend,
        "GateOut": _gate_out,
        "CorrectGateOut": _correct_gate_out,
        "RevokeReleaseOrder": _revoke,
        "ShareContainer": _share,
        "UnshareContainer": _unshare,
        "RequestAppointment": _request_appointment,
        "InstructInspection": _instruct,
        "ApplyCertificate": _apply,
        "RegisterDocument": _register,
        "RegisterInterchange": _interchange,
        "SupersedeDocument": _supersede,
        "RevokeDocument": _document("RevokeDocument"),
        "ConsumeDocument": _document("ConsumeDocument"),
        "AnchorMilestones": _anchor,
        "CorrectMilestones": _correct,
        "ReplaceCertificate": _replace,
        "FileClaim": _file,
    }
    | {
        name: _claim(name)
        for name in (
            "ReturnClaim",
            "RefileClaim",
            "WithdrawClaim",
            "AcceptClaim",
            "ReviewClaim",
            "ConcludeClaim",
            "PayRefund",
        )
    }
    | {
        name: _certificate(name)
        for name in (
            "AcceptApplication",
            "ReturnApplication",
            "ResubmitApplication",
            "WithdrawApplication",
            "IssueCertificate",
            "RefuseCertificate",
            "UseCertificate",
            "ApplyVoid",
            "VoidCertificate",
        )
    }
    | {
        name: _member(name)
        for name in (
            "AdmitMember",
            "ChangeRoles",
            "SuspendMember",
            "ReinstateMember",
            "ProposeRecovery",
            "VetoRecovery",
            "CompleteRecovery",
            "SetFourEyes",
        )
    }
    | {name: _wallet(name) for name in ("EnrolWallet", "RevokeWallet")}
    | {
        name: _appointment(name)
        for name in ("ConfirmAppointment", "RefuseAppointment", "CancelAppointment")
    }
    | {
        name: _inspection(name)
        for name in (
            "CommissionInspection",
            "AcceptCommission",
            "ScheduleInspection",
            "CompleteInspection",
        )
    }
)
