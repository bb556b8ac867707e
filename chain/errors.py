"""What can go wrong between us and the ledger.

    ChainError
    ├── NodeError                     the node did not do it, whatever the contracts think
    │   ├── NodeUnavailableError      unreachable, or it did not answer in time: try again later
    │   ├── NodeRefusedError          it answered with an error of its own
    │   │   ├── NonceTooLowError      a transaction of this nonce is mined already
    │   │   └── AlreadyKnownError     the transaction is in the node's pool already
    │   └── WrongChainError           it is the node of another chain
    ├── NodeStartError                an embedded node did not start
    │   └── PortInUseError            its port is taken
    ├── BacklogFullError              too many accepted actions wait: try again later
    ├── DirectoryInUseError           another process works on the data directory
    ├── DatabaseInUseError            who works on the database shares it with nobody
    ├── DatabaseUnavailableError      the database cannot be reached or does not let us in
    ├── StoreVersionError             a later version of the software wrote the database
    ├── DeploymentError               the contracts are not where the record says, or cannot be deployed
    └── ContractRefusal               the contracts say no: a named custom error

"The node is down" and "the contract says no" are different branches, so that nobody mistakes one for the other.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final


class ChainError(Exception):
    """The root of this room's errors; its text is one line that an operator can act on."""


class NodeError(ChainError):
    """The node did not do it."""


class NodeUnavailableError(NodeError):
    """The node is unreachable or did not answer in time."""


class NodeRefusedError(NodeError):
    """The node answered with an error of its own.

    Attributes:
        code: JSON-RPC's error code.
    """

    def __init__(self, code: int, message: str) -> None:
        super().__init__(f"the node refused ({code}): {message}")
        self.code = code


class NonceTooLowError(NodeRefusedError):
    """A transaction of this nonce is mined already."""


class AlreadyKnownError(NodeRefusedError):
    """The transaction is in the node's pool already."""


class WrongChainError(NodeError):
    """The node is of another chain than the deployment."""


class BacklogFullError(ChainError):
    """As many accepted actions wait as may; nothing of the refused one is kept.

    Attributes:
        retry_after: Seconds after which there is likely to be room.
    """

    def __init__(self, places: int, retry_after: int) -> None:
        super().__init__(f"{places} actions wait already: try again in {retry_after} s")
        self.places, self.retry_after = places, retry_after


class DirectoryInUseError(ChainError):
    """Another process works on the data directory."""

    def __init__(self, directory: Path, holder: str) -> None:
        super().__init__(f"{directory} is in use by process {holder}: stop that first")
        self.directory, self.holder = directory, holder


class DatabaseInUseError(ChainError):
    """A gateway works on the database under this one's name, or a rebuild does, or it is to be rebuilt meanwhile."""

    def __init__(self, database: str) -> None:
        super().__init__(
            f"the database {database} is in use by a rebuild, by gateways that are to be stopped before one, or by a "
            "gateway with this one's relayer.key"
        )
        self.database = database


class DatabaseUnavailableError(ChainError):
    """The database cannot be reached or does not let us in."""

    def __init__(self, database: str, reason: str) -> None:
        super().__init__(f"the database {database} is not to be had: {reason}")
        self.database = database


class StoreVersionError(ChainError):
    """A store was written by a later version of the software."""

    def __init__(self, store: str, found: str) -> None:
        super().__init__(
            f"the {store} is at revision {found}, which this software does not know: run the version that wrote it"
        )
        self.store, self.found = store, found


class NodeStartError(ChainError):
    """An embedded node did not start; the text carries the last lines of its output."""


class PortInUseError(NodeStartError):
    """The port that was asked for is taken."""

    def __init__(self, port: int) -> None:
        super().__init__(f"port {port} is in use")
        self.port = port


class DeploymentError(ChainError):
    """The contracts are not where the record says, or cannot be deployed."""


class ContractRefusal(ChainError):
    """A contract reverted with a custom error.

    Attributes:
        name: The error's name, such as "BillNotHolder"; "" if the contract gave no reason, "Unknown" if it is none of
            ours, "Panic" or "Error" for Solidity's own.
        args_by_name: Its arguments by name: integers, 0x-hex, addresses, text.
        data: The raw revert data, 0x-hex.
    """

    def __init__(self, name: str, args_by_name: Mapping[str, Any], data: str) -> None:
        listed = ", ".join(f"{key}={value}" for key, value in args_by_name.items())
        super().__init__(f"{name or 'reverted without a reason'}({listed})")
        self.name = name
        self.args_by_name = dict(args_by_name)
        self.data = data


# What nodes say in words, because JSON-RPC has no codes for it: go-ethereum and Hardhat, Anvil, Besu.
_TEXTS: Final[tuple[tuple[str, type[NodeRefusedError]], ...]] = (
    ("nonce too low", NonceTooLowError),
    ("nonce is too low", NonceTooLowError),
    ("already known", AlreadyKnownError),
    ("already imported", AlreadyKnownError),
    ("known transaction", AlreadyKnownError),
)


def node_refusal(code: int, message: str) -> NodeRefusedError:
    """The typed error for a node's answer; an unknown one keeps its code and text."""
    lowered = message.lower()
    for text, kind in _TEXTS:
        if text in lowered:
            return kind(code, message)
    return NodeRefusedError(code, message)
