"""Runs Slither over the contracts with the pinned compiler; every finding fails, or is suppressed on its line.

A suppression stands where the finding is: `// slither-disable-next-line DETECTOR`, with the reason above it. Run
`python -m scripts.dev.static_analysis`.
"""

from __future__ import annotations

import logging
import os
import sys
from typing import Any, Final

from crytic_compile import CryticCompile
from crytic_compile.platform.solc_standard_json import SolcStandardJson
from slither import Slither
from slither.detectors import all_detectors
from slither.detectors.abstract_detector import AbstractDetector

from chain.compile import ROOT, compiler, solc_executable, sources

LIBRARY: Final = "node_modules/"

# Detectors whose every finding here is by design, each with its reason.
EXCLUDED: Final = {
    "naming-convention": "immutables are constants to their readers, and are written like constants",
    "pragma": "the libraries' version ranges are theirs; the compiler is pinned in contracts/compiler.json",
    "solc-version": "the compiler is newer than the detector's list",
    "timestamp": "validity and expiry are matters of time; a block's is good to a few seconds, which is enough",
    "assembly": "only the libraries use it",
    "unused-import": "libraries import types for their documentation",
    "dead-code": "accessors of the packed words come in full sets",
    "too-many-digits": "masks are written in full",
}


def findings() -> list[dict[str, Any]]:
    """Every finding in our own contracts that is not suppressed."""
    os.chdir(ROOT)
    logging.disable(logging.WARNING)
    compiled = CryticCompile(SolcStandardJson(_input()), solc=str(solc_executable()))
    slither = Slither(compiled, filter_paths=[LIBRARY])
    for detector in _detectors():
        slither.register_detector(detector)
    return [finding for result in slither.run_detectors() for finding in result]


def _input() -> dict[str, Any]:
    settings = {key: value for key, value in compiler()["settings"].items() if key != "viaIR"}
    return {
        "language": "Solidity",
        "sources": {
            path if path.startswith("contracts/") else LIBRARY + path: {"content": text}
            for path, text in sources().items()
        },
        # Slither reads the syntax tree, not the code: the fast pipeline will do.
        "settings": settings
        | {
            "optimizer": {"enabled": False},
            "remappings": [f"@openzeppelin/={LIBRARY}@openzeppelin/"],
        },
    }


def _detectors() -> list[type[AbstractDetector]]:
    candidates: list[Any] = [getattr(all_detectors, name) for name in dir(all_detectors)]
    return [one for one in candidates if _is_detector(one) and one.ARGUMENT not in EXCLUDED]


def _is_detector(candidate: Any) -> bool:
    return (
        isinstance(candidate, type)
        and issubclass(candidate, AbstractDetector)
        and candidate is not AbstractDetector
    )


def main() -> int:
    """Prints the findings; the exit status is 1 if there is one."""
    found = findings()
    for finding in found:
        print(f"{finding['impact']}: {finding['check']}: {finding['description'].strip()}\n")
    print(f"Slither: {len(found)} findings with {len(_detectors())} detectors")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
