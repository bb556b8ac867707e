"""The SDK: a gateway's client that signs on the member's machine.

`QuayClient` is asynchronous, `SyncQuayClient` is not; both drive the same flows. Nothing here
imports the gateway or the chain: an integrator needs this package and `wallets`. A voyage in one upload is in
`api.client.bulk`, whose flows a client runs: `client.run(bulk.prepare(client.flows, rows))`.
"""

from api.client.aio import QuayClient
from api.client.errors import (
    ActionFailed,
    ClientError,
    GatewayUnreachable,
    NotFinalYet,
    Refused,
    SignerMissing,
    UnexpectedAnswer,
)
from api.client.files import FileInfo, NoKey, OpenedFile
from api.client.problem import ContractError, FieldProblem, Problem
from api.client.resources import (
    ActionRecord,
    Deployment,
    Page,
    PreparedAction,
    PreparedRecord,
    Session,
)
from api.client.sync import SyncQuayClient
from api.client.transport import RetryPolicy
from api.client.trust import Trust, UntrustedKey

__all__ = [
    "ActionFailed",
    "ActionRecord",
    "ClientError",
    "ContractError",
    "Deployment",
    "FieldProblem",
    "FileInfo",
    "GatewayUnreachable",
    "NoKey",
    "NotFinalYet",
    "OpenedFile",
    "Page",
    "PreparedAction",
    "PreparedRecord",
    "Problem",
    "QuayClient",
    "Refused",
    "RetryPolicy",
    "Session",
    "SignerMissing",
    "SyncQuayClient",
    "Trust",
    "UnexpectedAnswer",
    "UntrustedKey",
]
