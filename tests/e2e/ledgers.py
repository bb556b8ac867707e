"""A fresh ledger of real processes for a test, and what its chain says happened."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from chain.deploy import Deployment
from chain.rpc import JsonRpc
from contracts.bindings import events
from scripts.demos.consignments import StoryData
from scripts.demos.report import StepResult
from scripts.demos.story import wallet_keys
from scripts.quay.demo import founding
from scripts.quay.supervise import Genesis, Plan
from wallets.signer import LocalSigner

EVENT_OF = {
    "AdmitMember": "MemberAdmitted",
    "IssueBill": "BillIssued",
    "Endorse": "BillEndorsed",
    "TransferPossession": "PossessionTransferred",
    "RejectTransfer": "TransferRejected",
    "SurrenderForDelivery": "SurrenderRequested",
    "AcceptSurrender": "SurrenderAccepted",
    "RejectSurrender": "SurrenderRejected",
    "IssueReleaseOrder": "ReleaseOrderIssued",
    "SetHold": "HoldSet",
    "ClearHold": "HoldCleared",
    "DelegateCollection": "CollectionRightDelegated",
    "AcceptDelegation": "DelegationAccepted",
    "GateOut": "ContainerGatedOut",
    "ApplyCertificate": "CertificateApplied",
    "AcceptApplication": "CertificateAccepted",
    "ReturnApplication": "CertificateReturned",
    "ResubmitApplication": "CertificateResubmitted",
    "IssueCertificate": "CertificateIssued",
    "RefuseCertificate": "CertificateRefused",
    "UseCertificate": "CertificateUsed",
    "ApplyVoid": "CertificateVoidApplied",
    "VoidCertificate": "CertificateVoided",
    "FileClaim": "ClaimFiled",
    "AcceptClaim": "ClaimAccepted",
    "ReviewClaim": "ClaimReviewed",
    "ConcludeClaim": "ClaimConcluded",
    "PayRefund": "RefundPaid",
}
"""The event that each action of the story leaves on chain (an enrolment's comes with admissions, too)."""


@dataclass(frozen=True)
class Wallets:
    """The story's wallets: the private keys, for tests that look for them, and their signers."""

    secrets: Mapping[str, bytes]
    signers: Mapping[str, LocalSigner]
    genesis: Genesis


def wallets_for(data: StoryData) -> Wallets:
    """New wallets for everyone in the story, in this process alone."""
    keys = {key: secrets.token_bytes(32) for key in wallet_keys(data.organisations)}
    signers = {key: LocalSigner.from_key(secret) for key, secret in keys.items()}
    return Wallets(keys, signers, founding(data, signers))


async def events_on_chain(plan: Plan, rpc_url: str) -> Counter[str]:
    """How often each event was emitted by this deployment, read from the node itself."""
    deployment = Deployment.load(plan.deployment_path)
    assert deployment is not None
    contracts = {address.lower(): name for name, address in deployment.addresses.items()}
    counted: Counter[str] = Counter()
    async with JsonRpc(rpc_url) as rpc:
        head = await rpc.block_number()
        for log in await rpc.logs(list(deployment.addresses.values()), 0, head):
            known = events()[contracts[log["address"].lower()]]
            counted[known[log["topics"][0]].name] += 1
    return counted


def events_told(steps: Sequence[StepResult], founders: int) -> Counter[str]:
    """How often each event must be on chain if every final step was executed exactly once."""
    told = Counter(
        EVENT_OF[s.action] for s in steps if s.result == "final" and s.action in EVENT_OF
    )
    told["MemberAdmitted"] += founders
    return told


async def assert_executed_once(
    plan: Plan, rpc_url: str, steps: Sequence[StepResult], founders: int
) -> None:
    """Nothing that was told as final is missing on chain, and nothing is there twice."""
    found = await events_on_chain(plan, rpc_url)
    told = events_told(steps, founders)
    assert {name: found[name] for name in EVENT_OF.values()} == {
        name: told[name] for name in EVENT_OF.values()
    }
