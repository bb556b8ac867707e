"""The lives that the gas measurement leads: sets of records that go through the same steps side by side."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from eth_utils.crypto import keccak

from contracts.bindings import actions
from scripts.bench.cast import ROLES, WALLETS
from wallets.signer import LocalSigner

FIRST_MEMBER: Final = len(ROLES) + 1
REASON: Final = "0x" + keccak(text="benchmark reason").hex()


@dataclass(frozen=True)
class Life:
    """One life: the ids of its records follow from its number, so that every run is the same."""

    number: int

    def record(self, kind: str) -> str:
        """The id of its record of this kind."""
        return "0x" + keccak(text=f"benchmark {kind} {self.number}").hex()

    @property
    def member(self) -> int:
        """The number of the member that is admitted in this life."""
        return FIRST_MEMBER + self.number

    @cached_property
    def admin(self) -> LocalSigner:
        """The first wallet of its member."""
        return self._wallet("admin")

    @cached_property
    def clerk(self) -> LocalSigner:
        """A wallet that its member enrols."""
        return self._wallet("clerk")

    @cached_property
    def heir(self) -> LocalSigner:
        """The wallet that recovers its member."""
        return self._wallet("heir")

    def signer(self, key: str) -> LocalSigner:
        """A wallet of this life by its name, or of the cast by its member's."""
        own = {"admin", "clerk", "heir"}
        wallet: LocalSigner = getattr(self, key) if key in own else WALLETS[key]
        return wallet

    def _wallet(self, key: str) -> LocalSigner:
        return LocalSigner.from_key(keccak(text=f"benchmark {key} of {self.number}"))


@dataclass(frozen=True)
class Step:
    """One action in every life.

    Attributes:
        action: The action's name.
        by: Whose wallets sign, in order; the first one's member acts.
        fields: The action's fields in a life; those that are not given are empty.
        variant: What tells it from the action's other steps in the report.
        after_seconds: How far the clock is moved before it.
    """

    action: str
    by: tuple[str, ...]
    fields: Callable[[Life], Mapping[str, Any]]
    variant: str = ""
    after_seconds: int = 0

    @property
    def as_set(self) -> bool:
        """Whether the same wallets sign in every life, so that one signature can serve many.

        Governors' actions are counted signature by signature, and a set's actions have fields of one word each.
        """
        static = not any(
            given.type == "string" or given.type.endswith("[]")
            for given in actions()[self.action].fields
        )
        return static and all(key in WALLETS and key != "governor" for key in self.by)

    @property
    def label(self) -> str:
        """Its name in the report."""
        return f"{self.action} ({self.variant})" if self.variant else self.action


def on(
    field: str, kind: str, action: str, by: str, version: int, variant: str = "", **fields: Any
) -> Step:
    """A step on a record of the life, by one wallet or by several ("shipper, bank")."""
    return Step(
        action,
        tuple(by.split(", ")),
        lambda life: {field: life.record(kind), "version": version} | fields,
        variant,
    )
