"""What can go wrong with keys and signatures.

WalletError
├── ActionFieldError      an action's field is missing, unknown, of the wrong type or out of range
├── SignatureError        a signature is malformed
└── KeystoreError         a keystore cannot be made, found or opened
"""

from __future__ import annotations


class WalletError(Exception):
    """The root of this room's errors; its text is one line that a user can act on."""


class ActionFieldError(WalletError):
    """A field of a typed action breaks a rule.

    Attributes:
        action: The action's name.
        field: The field's name; empty if the action itself is unknown.
        rule: What must hold.
    """

    def __init__(self, action: str, field: str, rule: str) -> None:
        super().__init__(f"{action}.{field}: {rule}" if field else f"{action}: {rule}")
        self.action = action
        self.field = field
        self.rule = rule


class SignatureError(WalletError):
    """A signature is not 65 bytes r‖s‖v with a low s and v 27 or 28 (EIP-2)."""


class KeystoreError(WalletError):
    """A keystore cannot be made, found or opened."""
