"""The gateway's OpenAPI description: `python -m api.openapi` writes it, `--check` compares it."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from api.app import create_app
from api.settings import ApiSettings
from chain.settings import ChainSettings

OUTPUT = Path(__file__).resolve().parent.parent / "docs" / "openapi.json"


def rendered() -> str:
    """The description as it is committed."""

    async def never() -> Any:
        message = "the description needs no ledger"
        raise RuntimeError(message)

    spec = create_app(ApiSettings(), never, ChainSettings()).openapi()
    return json.dumps(spec, ensure_ascii=False, indent=1, sort_keys=False) + "\n"


def main(argv: list[str] | None = None) -> int:
    """Writes docs/openapi.json, or with --check tells whether it is current (exit status 1 if not)."""
    parser = argparse.ArgumentParser(prog="python -m api.openapi", description=main.__doc__)
    parser.add_argument("--check", action="store_true", help="compare instead of writing")
    current = rendered()
    if parser.parse_args(argv).check:
        if OUTPUT.is_file() and OUTPUT.read_text("utf-8") == current:
            return 0
        sys.stderr.write("docs/openapi.json is not current: run python -m api.openapi\n")
        return 1
    OUTPUT.write_text(current, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
