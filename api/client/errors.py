"""What can go wrong between a client and a gateway.

ClientError
 ├─ GatewayUnreachable    no answer until the retries were used up
 ├─ UnexpectedAnswer      an answer that no gateway of ours gives, or an action not asked for
 ├─ SignerMissing         the call needs a wallet, and the client has an API key or nothing
 ├─ SigningFailed         the service that keeps the wallet's key does not sign
 ├─ Refused               the gateway's or the contract's no, as an RFC 9457 problem
 ├─ ActionFailed          accepted, and then refused by the contract on chain
 └─ NotFinalYet           still under way when the time to wait was over
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from api.client.problem import ContractError, FieldProblem, Problem
    from api.client.resources import ActionRecord


class ClientError(Exception):
    """The root of everything that the client raises of its own."""


class GatewayUnreachable(ClientError):
    """There is no answer from the gateway."""

    def __init__(self, url: str, reason: str) -> None:
        super().__init__(f"the gateway at {url} cannot be reached: {reason}")
        self.url = url
        self.reason = reason


class UnexpectedAnswer(ClientError):
    """The answer is not what the API promises; nothing was signed on the strength of it."""


class SignerMissing(ClientError):
    """The call needs a wallet to sign with."""

    def __init__(self, what: str) -> None:
        super().__init__(f"{what} needs a wallet: give the client a signer")


class SigningFailed(ClientError):
    """A signing service does not sign what it was asked to."""

    def __init__(self, wallet: str, reason: str) -> None:
        super().__init__(f"the wallet {wallet} does not sign: {reason}")
        self.wallet = wallet
        self.reason = reason


class Refused(ClientError):
    """A refusal: `problem` says which rule, and `contract_error` names the contract's error."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.in_words())
        self.problem = problem

    @property
    def status(self) -> int:
        """The HTTP status."""
        return self.problem.status

    @property
    def code(self) -> str:
        """The stable code of the rule."""
        return self.problem.code

    @property
    def title(self) -> str:
        """The kind of refusal in a few words."""
        return self.problem.title

    @property
    def detail(self) -> str:
        """The reason in words."""
        return self.problem.detail

    @property
    def errors(self) -> tuple[FieldProblem, ...]:
        """The fields that break rules."""
        return self.problem.errors

    @property
    def contract_error(self) -> ContractError | None:
        """The contract's named error, where the contract refused."""
        return self.problem.contract_error


class ActionFailed(ClientError):
    """The action was accepted by the gateway and refused by the contract when it got there."""

    def __init__(self, record: ActionRecord) -> None:
        error = record.error
        reason = "without a reason" if error is None else f"{error.name}: {error.detail}"
        super().__init__(f"{record.action} failed on chain: {reason}")
        self.record = record

    @property
    def contract_error(self) -> ContractError | None:
        """The contract's named error."""
        return self.record.error


class NotFinalYet(ClientError):
    """The action is still under way; it stays accepted, and its id can be asked for later."""

    def __init__(self, record: ActionRecord, seconds: float) -> None:
        super().__init__(
            f"{record.action} {record.action_id} is {record.status} after {seconds:g} s"
        )
        self.record = record
