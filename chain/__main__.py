"""`python -m chain rebuild`: makes the read model again from the chain.

Reads the same settings as the gateway (`QUAY_CHAIN_…`). Exit status 0 if it was built, 1 if not.
"""

import asyncio
import sys

import typer

from chain.deploy import Deployment
from chain.errors import ChainError
from chain.indexer.projection import IndexerError
from chain.rebuild import rebuild as build
from chain.rpc import JsonRpc
from chain.settings import ChainSettings

app = typer.Typer(help="Tools of the ledger's side.", no_args_is_help=True, add_completion=False)


@app.callback()
def main() -> None:
    """Tools of the ledger's side."""


@app.command()
def rebuild() -> None:
    """Makes the read model again from the chain, while no gateway runs.

    Example: QUAY_CHAIN_DATA_DIR=.quay QUAY_CHAIN_RPC_URL=http://127.0.0.1:8545 python -m chain rebuild
    """
    try:
        indexed = asyncio.run(_rebuild(ChainSettings.from_environment()))
    except (ChainError, IndexerError, ValueError) as error:
        typer.echo(f"not rebuilt: {error}", err=True)
        sys.exit(1)
    typer.echo(f"rebuilt up to block {indexed}")


async def _rebuild(settings: ChainSettings) -> int:
    if settings.rpc_url is None:
        message = "there is no node to read: set QUAY_CHAIN_RPC_URL"
        raise ChainError(message)
    deployment = Deployment.load(settings.deployment_path)
    if deployment is None:
        message = f"there is no deployment recorded in {settings.deployment_path}"
        raise ChainError(message)
    async with JsonRpc(settings.rpc_url) as rpc:
        return await build(settings, rpc, deployment, _show)


def _show(indexed: int, head: int) -> None:
    typer.echo(f"block {indexed} of {head}", err=True)


if __name__ == "__main__":
    app()
