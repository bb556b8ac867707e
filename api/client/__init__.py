"""The SDK: a gateway's client that signs on the member's machine.

`QuayClient` is asynchronous, `SyncQuayClient` is not; both offer the same calls (`api.client.surface`) and drive the
same flows. Nothing here imports the gateway or the chain: an integrator needs this package and `wallets`. The answers'
types are in `api.client.models`, the receiver of a webhook verifies by `api.client.webhook`. docs/sdk.md shows it all.
"""

from api.client.aio import QuayClient
from api.client.errors import (
    ActionFailed,
    ClientError,
    GatewayUnreachable,
    NotFinalYet,
    Refused,
    SignerMissing,
    SigningFailed,
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
from api.client.shared import SharedConnections
from api.client.signers import AnySigner, Web3Signer
from api.client.sync import SyncQuayClient
from api.client.transport import RetryPolicy
from api.client.trust import Trust, UntrustedKey

__all__ = [
    "ActionFailed",
    "ActionRecord",
    "AnySigner",
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
    "SharedConnections",
    "SignerMissing",
    "SigningFailed",
    "SyncQuayClient",
    "Trust",
    "UnexpectedAnswer",
    "UntrustedKey",
    "Web3Signer",
]
