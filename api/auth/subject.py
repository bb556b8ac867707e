"""Who is calling."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Subject:
    """A member that calls through one of its wallets' sessions or keys.

    `powers` are the wallet's (bits of Powers.sol); a key never has more than its wallet had when
    it was made, nor more than the wallet has now. `roles` are the member's (bits of Roles.sol).
    """

    member: int
    wallet: str
    powers: int
    roles: int
    via: Literal["session", "api_key"]
    expires_at: int | None
