"""Submitting signed actions, and following them."""

from collections.abc import Sequence

from api.actions.missing import missing_signatures, still_to_sign
from api.actions.prepare import Prepared, Preparer, parsed
from api.actions.relays import Relays
from api.actions.schemas import ActionError
from api.auth.subject import Subject
from api.errors import ContractError, NotFound, PlatformError
from api.kit.etag import Precondition
from api.refusals import contract_refusal
from api.settings import ApiSettings
from chain.actions import ActionRecord
from chain.errors import ContractRefusal
from chain.ledger import Ledger
from chain.visibility import RecordKind
from contracts.bindings import actions
from wallets.signatures import signers
from wallets.typed_action import TypedAction

_UNKNOWN_WALLET = "ConsortiumUnknownWallet"
_TOO_FEW_OR_MANY = "SignatureLength"


class ActionService:
    """What the routes under /v1/actions do."""

    def __init__(
        self, ledger: Ledger, preparer: Preparer, relays: Relays, settings: ApiSettings
    ) -> None:
        self._ledger = ledger
        self._preparer = preparer
        self._relays = relays
        self._longest = settings.max_wait_seconds

    async def prepare(
        self,
        name: str,
        intent: dict[str, object],
        subject: Subject,
        precondition: Precondition,
    ) -> Prepared:
        """The typed data of an intent."""
        return await self._preparer.prepare(name, intent, subject, precondition)

    async def submit(
        self,
        name: str,
        message: dict[str, object],
        signatures: Sequence[str],
        wait: float,
        subject: Subject,
        precondition: Precondition,
    ) -> ActionRecord:
        """Takes a signed action in, durably, and waits for its end if asked to.

        Its id is computed here from what was signed; the same action again is the same resource.

        Raises:
            InvalidInput: A field breaks its type's rule.
            PlatformError: The contracts would refuse it as things stand; nothing is kept.
        """
        action = parsed(name, message, "message")
        await self._preparer.require_version(action, subject, precondition)
        joined = b"".join(bytes.fromhex(signature[2:]) for signature in signatures)
        try:
            record = await self._ledger.submit(action, joined)
        except ContractRefusal as refusal:
            raise await self._told(refusal, action, joined) from None
        await self._relays.remember(record, subject)
        return await self._awaited(record, wait)

    async def get(self, action_id: str, wait: float, subject: Subject) -> ActionRecord:
        """An action, after waiting for its end if asked to. Raises NotFound, to strangers too."""
        record = await self._ledger.action(action_id)
        if record is None or not await self._visible(record, subject):
            raise NotFound("action", "操作")
        return await self._awaited(record, wait)

    async def mine(self, subject: Subject, before: int | None, limit: int) -> list[ActionRecord]:
        """The actions that the caller's member's wallets signed first, newest first."""
        wallets = [wallet.address for wallet in await self._ledger.read.wallets(subject.member)]
        return await self._ledger.actions(wallets, limit + 1, before)

    async def _told(
        self, refusal: ContractRefusal, action: TypedAction, signatures: bytes
    ) -> PlatformError:
        """The refusal in words. Whoever signed something else hears that before anything else."""
        name, args = refusal.name, refusal.args_by_name
        if name == _TOO_FEW_OR_MANY:
            signed = signers(action, self._ledger.domain(action.spec.contract), signatures)
            needed = await self._preparer.needed(action)
            missing = await still_to_sign(self._ledger, needed, signed)
            if missing:
                return await missing_signatures(self._ledger, missing, ContractError(name, args))
        stranger = await self._stranger(action, signatures)
        if stranger is None or name.startswith(("Consortium", "Signature")):
            return contract_refusal(name, args, action.message)
        told = contract_refusal(_UNKNOWN_WALLET, {"wallet": stranger}, action.message)
        told.contract_error = ContractError(name, args)
        return told

    async def _stranger(self, action: TypedAction, signatures: bytes) -> str | None:
        """The first signer that is not enrolled: most likely what was signed is not what was sent."""
        domain = self._ledger.domain(action.spec.contract)
        newcomer = action.message.get("wallet") if action.name == "EnrolWallet" else None
        for signer in signers(action, domain, signatures):
            if signer.wallet != newcomer and await self._ledger.read.wallet(signer.wallet) is None:
                return signer.wallet
        return None

    async def _awaited(self, record: ActionRecord, wait: float) -> ActionRecord:
        """Waits even for what is settled: what it changed must be there to read."""
        if wait <= 0:
            return record
        return await self._ledger.wait(record.action_id, min(wait, self._longest))

    async def _visible(self, record: ActionRecord, subject: Subject) -> bool:
        """To those who signed or relayed it, and to those who may read its record."""
        if subject.wallet in record.signers or record.message.get("actor") == subject.member:
            return True
        return await self._may_read(record, subject) or await self._relays.relayed(
            record.action_id, subject.member
        )

    async def _may_read(self, record: ActionRecord, subject: Subject) -> bool:
        kind = RecordKind.of(record.contract, actions()[record.name].fields[0].name)
        if kind is RecordKind.MEMBER:
            return record.message.get("member") == subject.member
        return await self._ledger.read.may_read(kind, record.record_id, subject.member)


def error_of(record: ActionRecord) -> ActionError | None:
    """Why a failed action failed, in words."""
    if record.error is None:
        return None
    name = str(record.error.get("name") or "")
    args = dict(record.error.get("args") or {})
    told = contract_refusal(name, args)
    remedy = told.remedy
    return ActionError(
        name=name or "Unknown",
        args=args,
        detail=told.detail.en,
        detail_zh=told.detail.zh,
        remedy=remedy.en if remedy else "",
        remedy_zh=remedy.zh if remedy else "",
    )
