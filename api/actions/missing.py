"""Which signatures an action still lacks, in words: the contracts only say that they cannot be cut."""

from collections.abc import Sequence

from api.actions.prepare import Needed
from api.contract_errors.argument import Argument
from api.errors import ContractError, FieldProblem, PlatformError, Words
from chain.ledger import Ledger
from wallets.signatures import Signer

_SIGN_ALL = Words(
    "Have it signed by all of `signers_needed`, in that order, and send their signatures together.",
    "请由 `signers_needed` 中的各方依次签名，并一并提交全部签名。",
)


async def still_to_sign(
    ledger: Ledger, needed: Sequence[Needed], signed: Sequence[Signer]
) -> tuple[Needed, ...]:
    """Who has yet to sign; nobody if somebody signed who was not to: that is another fault.

    Whoever has no part in an action must not hear by this who has.
    """
    missing = list(needed)
    for signer in signed:
        wallet = await ledger.read.wallet(signer.wallet)
        for one in missing:
            own = wallet is not None and not wallet.revoked and one.member == wallet.member
            if own or one.wallet == signer.wallet:
                missing.remove(one)
                break
        else:
            return ()
    return tuple(missing)


async def missing_signatures(
    ledger: Ledger, missing: Sequence[Needed], error: ContractError
) -> PlatformError:
    """The refusal of an action that these have yet to sign."""
    who = [await _in_words(ledger, one) for one in missing]
    told = Words(
        f"Still to be signed by {' and by '.join(one.en for one in who)}.",
        f"尚缺签名：{'；'.join(one.zh for one in who)}。",
    )
    rule = "signature_missing"
    return PlatformError(
        "contract_refused",
        422,
        "Invalid input",
        told,
        remedy=_SIGN_ALL,
        errors=(FieldProblem("signatures", rule, told.en, told.zh),),
        contract_error=error,
    )


async def _in_words(ledger: Ledger, needed: Needed) -> Words:
    if needed.member is None:
        return Words(f"the wallet {needed.wallet}", f"钱包 {needed.wallet}")
    member, power = await ledger.read.member(needed.member), f"{Argument(needed.power):Powers}"
    name = "" if member is None else member.name
    return Words(
        f"a wallet of member {needed.member} ({name}) with the power {power}",
        f"成员 {needed.member}（{name}）具有 {power} 权限的钱包",
    )
