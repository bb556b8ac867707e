"""Text that must not be seen: it shows itself as blank."""

from __future__ import annotations


class Secret:
    """A password or mnemonic; printing, logging or comparing it by accident shows nothing.

    Args:
        text: The secret text.
    """

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """The secret text; call it where it is used, and keep the result nowhere."""
        return self._text

    def __repr__(self) -> str:
        return "Secret(…)"

    def __str__(self) -> str:
        return "…"

    def __bool__(self) -> bool:
        return bool(self._text)

    def __reduce__(self) -> str:
        message = "a secret is not written anywhere"
        raise TypeError(message)


def reveal(secret: Secret | str) -> str:
    """The text of a secret, or of one that came as plain text."""
    return secret.reveal() if isinstance(secret, Secret) else secret
