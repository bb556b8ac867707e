"""The scenario that `quay scenario new` writes."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from scripts.scenario.schema import schema

STARTER: Final = Path(__file__).with_name("starter.yaml")
SCHEMA_NAME: Final = "scenario.schema.json"


def write_starter(path: Path) -> None:
    """Writes a commented file, and the schema beside it.

    Raises:
        FileExistsError: there is such a file.
        OSError: it cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("x", encoding="utf-8") as file:
        file.write(STARTER.read_text("utf-8").replace("=SCHEMA\n", f"={SCHEMA_NAME}\n"))
    write_schema(path.parent)


def write_schema(folder: Path) -> None:
    """Writes the language's schema into a folder."""
    (folder / SCHEMA_NAME).write_text(schema(), "utf-8")
