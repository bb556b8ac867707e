"""How the contracts name what belongs to an action."""

import re


def type_hash_constant(action: str) -> str:
    """The constant of Actions.sol that holds the action's EIP-712 type hash."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", action).upper() + "_TYPEHASH"
