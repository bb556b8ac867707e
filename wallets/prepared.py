"""Prepared and signed actions as files: what is to be signed, what was signed, where it counts.

A file comes from somebody else. Whatever it says twice must agree, and what counts is always computed here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from eth_utils.address import to_checksum_address

from wallets.errors import WalletError
from wallets.signatures import Signer, signers
from wallets.typed_action import (
    DOMAIN_NAME,
    DOMAIN_VERSION,
    Domain,
    TypedAction,
    action_id,
    parse_action,
    typed_data,
)


class PreparedFileError(WalletError):
    """A file is no prepared or signed action, or contradicts itself."""


@dataclass(frozen=True)
class Prepared:
    """An action and where it counts."""

    action: TypedAction
    domain: Domain

    @property
    def action_id(self) -> str:
        """The EIP-712 digest, 0x-hex."""
        return action_id(self.action, self.domain)


def parse_prepared(content: Mapping[str, Any]) -> Prepared:
    """A prepared action: `action`, `message`, and `typed_data` or `domain`.

    Raises:
        PreparedFileError: something is missing, or two parts say different things.
        ActionFieldError: a field of the action breaks a rule.
    """
    action = parse_signed_action(content)
    prepared = Prepared(action, _domain(content))
    given = content.get("typed_data")
    if given is not None:
        _check_typed_data(given, prepared)
    said = content.get("action_id")
    if said is not None and said != prepared.action_id:
        raise PreparedFileError("the file's action_id is not that of its message: do not sign this")
    return prepared


def parse_signed_action(content: Mapping[str, Any]) -> TypedAction:
    """The action of a prepared or signed file: `action` and `message`.

    Raises:
        PreparedFileError: one of them is missing.
        ActionFieldError: a field of the action breaks a rule.
    """
    name, message = content.get("action"), content.get("message")
    if not isinstance(name, str) or not isinstance(message, Mapping):
        raise PreparedFileError("the file has no action and message: it is no prepared action")
    return parse_action(name, message)


def signers_of(prepared: Prepared, signatures: object) -> list[Signer]:
    """The wallets that signed, in the signatures' order.

    Raises:
        PreparedFileError: these are no signatures in 0x-hex.
        SignatureError: one is malformed.
    """
    if not isinstance(signatures, Sequence) or isinstance(signatures, str) or not signatures:
        raise PreparedFileError("the file has no list of signatures")
    joined = b"".join(_bytes(one) for one in signatures)
    return signers(prepared.action, prepared.domain, joined)


def parse_json(text: str | bytes, where: str) -> Mapping[str, Any]:
    """The JSON object in a text.

    Raises:
        PreparedFileError: the text is none.
    """
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        content = None
    if not isinstance(content, dict):
        raise PreparedFileError(f"{where} is no JSON object")
    return content


def _domain(content: Mapping[str, Any]) -> Domain:
    typed = content.get("typed_data")
    given = typed.get("domain") if isinstance(typed, Mapping) else content.get("domain")
    if not isinstance(given, Mapping):
        raise PreparedFileError(
            "the file says nowhere where the action counts: no typed_data, no domain"
        )
    if (given.get("name", DOMAIN_NAME), given.get("version", DOMAIN_VERSION)) != (
        DOMAIN_NAME,
        DOMAIN_VERSION,
    ):
        raise PreparedFileError(f"the domain is not {DOMAIN_NAME}, version {DOMAIN_VERSION}")
    chain_id = given.get("chainId", given.get("chain_id"))
    contract = given.get("verifyingContract", given.get("verifying_contract"))
    if isinstance(chain_id, str) and chain_id.isascii() and chain_id.isdigit():
        chain_id = int(chain_id)
    if not isinstance(chain_id, int) or isinstance(chain_id, bool) or not 0 < chain_id < 2**256:
        raise PreparedFileError("domain.chainId must be a positive integer")
    try:
        return Domain(chain_id, to_checksum_address(contract))
    except (ValueError, TypeError):
        raise PreparedFileError("domain.verifyingContract must be an address") from None


def _check_typed_data(given: Any, prepared: Prepared) -> None:
    ours = typed_data(prepared.action, prepared.domain)
    for part in ("primaryType", "types"):
        if given.get(part) != ours[part]:
            raise PreparedFileError(f"typed_data.{part} is not that of {prepared.action.name}")
    theirs = given.get("message")
    if (
        not isinstance(theirs, Mapping)
        or parse_action(prepared.action.name, theirs) != prepared.action
    ):
        raise PreparedFileError("typed_data.message is not the file's message: do not sign this")


def _bytes(signature: object) -> bytes:
    try:
        return bytes.fromhex(str(signature).removeprefix("0x"))
    except ValueError:
        raise PreparedFileError("a signature is 0x and hex digits") from None
