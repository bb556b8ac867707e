"""`python -m scripts.dev.evidence_schema` writes `docs/evidence.schema.json` from the file's own definition."""

from __future__ import annotations

import sys
from typing import Final

from scripts.dev.pages import ROOT, write_or_check
from scripts.quay.evidence import schema

PAGE: Final = ROOT / "docs" / "evidence.schema.json"


if __name__ == "__main__":
    sys.exit(write_or_check(PAGE, schema(), sys.argv[1:]))
