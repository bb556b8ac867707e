"""`python -m scripts.dev.revise journal "what changes"` writes the next revision of a store's tables.

For developers: change the tables in Python first, run this, read what it wrote, and test it on both databases.
"""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path
from typing import Annotated, Final

import typer
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from api.store import MIGRATIONS
from chain.store.engine import open_engine
from chain.store.migrate import Migrations, migrate
from chain.store.place import Place
from chain.store.stores import JOURNAL

_STORES: Final = {"journal": JOURNAL, "gateway": MIGRATIONS}
app = typer.Typer(add_completion=False)


@app.command()
def revise(
    store: Annotated[str, typer.Argument(help="journal or gateway")],
    message: Annotated[str, typer.Argument(help="What changes, for the file's name.")],
) -> None:
    """Compares the store's tables with what its revisions make, and writes the difference as a revision."""
    if store not in _STORES:
        raise typer.BadParameter(f"no store {store}: {' or '.join(_STORES)}")
    typer.echo(asyncio.run(_write(_STORES[store], message)))


async def _write(migrations: Migrations, message: str) -> str:
    with tempfile.TemporaryDirectory() as folder:
        place = Place(path=Path(folder) / "scratch.sqlite")
        engine = open_engine(place, durable=False)
        try:
            if list(migrations.folder.glob("r*.py")):
                await migrate(engine, place, migrations)
            async with engine.connect() as connection:
                return await connection.run_sync(_generate, migrations, message)
        finally:
            await engine.dispose()


def _generate(connection: Connection, migrations: Migrations, message: str) -> str:
    config = migrations.config()
    config.attributes["connection"] = connection
    number = len(list(ScriptDirectory.from_config(config).walk_revisions())) + 1
    script = command.revision(
        config,
        message,
        autogenerate=True,
        rev_id=f"{number:04d}",
        version_path=str(migrations.folder),
    )
    return str(getattr(script, "path", script))


if __name__ == "__main__":
    app()
