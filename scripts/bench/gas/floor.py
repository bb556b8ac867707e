"""What of a transaction's gas the chain itself charges, whatever the contract does with the rest.

The floor is the sum of the base cost, the calldata, the recovery of signatures, the other accounts that are called, the
storage words and the log. What stands above it is the contract's own reckoning.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

BASE: Final = 21_000
ZERO_BYTE: Final = 4
OTHER_BYTE: Final = 16
ECRECOVER: Final = 3_000

_ECRECOVER_ADDRESS: Final = 1
_CALLS: Final = frozenset({"CALL", "STATICCALL", "DELEGATECALL"})
_ACCOUNTS: Final = frozenset({"EXTCODESIZE", "EXTCODEHASH", "BALANCE"})
_STORAGE: Final = frozenset({"SLOAD", "SSTORE"})

Step = dict[str, Any]


@dataclass
class Parts:
    """Where a transaction's gas went; `refund` is what came back, the others add up to the gas before it."""

    base: int = BASE
    calldata: int = 0
    signatures: int = 0
    accounts: int = 0
    storage: int = 0
    log: int = 0
    execution: int = 0
    refund: int = 0

    @property
    def used(self) -> int:
        """What the receipt says."""
        return self.floor + self.execution

    @property
    def floor(self) -> int:
        """What the chain charges."""
        charged = self.base + self.calldata + self.signatures + self.accounts + self.storage
        return charged + self.log - self.refund


def parts_of(data: bytes, used: int, steps: Sequence[Step]) -> Parts:
    """The parts of a transaction's gas, from its calldata, its receipt and its trace (geth's struct logs)."""
    found = Parts(calldata=sum(OTHER_BYTE if byte else ZERO_BYTE for byte in data))
    for place, step in enumerate(steps):
        name = step["op"]
        if name in _CALLS:
            cost = _own_cost(steps, place)
            if int(step["stack"][-2], 16) == _ECRECOVER_ADDRESS:
                found.signatures += ECRECOVER
                cost -= ECRECOVER
            found.accounts += cost
        elif name in _ACCOUNTS:
            found.accounts += step["gasCost"]
        elif name in _STORAGE:
            found.storage += step["gasCost"]
        elif name.startswith("LOG"):
            found.log += step["gasCost"]
    spent = steps[0]["gas"] - _left_after(steps[-1])
    found.execution = spent - sum((found.signatures, found.accounts, found.storage, found.log))
    found.refund = found.base + found.calldata + spent - used
    return found


def _own_cost(steps: Sequence[Step], place: int) -> int:
    """What a call costs its caller beside what the callee spends."""
    step, following = steps[place], steps[place + 1]
    if following["depth"] <= step["depth"]:
        return int(step["gas"] - following["gas"])
    end = place + 1
    while steps[end]["depth"] > step["depth"]:
        end += 1
    inside = following["gas"] - _left_after(steps[end - 1])
    return int(step["gas"] - steps[end]["gas"] - inside)


def _left_after(step: Step) -> int:
    return int(step["gas"] - step["gasCost"])
