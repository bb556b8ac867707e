"""Runs the gateway: `python -m api`, one process, settings from the environment."""

import asyncio
import contextlib
import gc
import logging
import signal
import sys
from collections.abc import Callable, Iterator
from types import FrameType

import structlog
import uvicorn
from fastapi import FastAPI

from api.app import create_app
from api.services import GatewayServices
from api.settings import ApiSettings
from chain.deploy import Deployment
from chain.errors import ChainError
from chain.ledger import Ledger
from chain.settings import ChainSettings, SettingsError

_GRACE_SECONDS = 10
_SIGNALS = (signal.SIGINT, signal.SIGTERM)


def build() -> tuple[FastAPI, ApiSettings]:
    """The application that the environment describes.

    Raises:
        ValueError: A setting is wrong, or there is no deployment.
    """
    settings, chain = ApiSettings.from_environment(), ChainSettings.from_environment()
    deployment = Deployment.load(chain.deployment_path)
    if deployment is None:
        message = (
            f"no deployment at {chain.deployment_path}: run `quay up`, or set QUAY_CHAIN_DATA_DIR"
        )
        raise ValueError(message)

    async def open_ledger() -> Ledger:
        return await Ledger.open(chain, deployment)

    return create_app(settings, open_ledger, chain), settings


def set_up_logs(level: str) -> None:
    """Structured lines on standard error; bodies and secrets are never logged."""
    threshold = logging.getLevelNamesMapping()[level.upper()]
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(threshold),
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=True,
    )


class Server(uvicorn.Server):
    """Ends gracefully on SIGINT or SIGTERM, and does not raise it again: the ledger is still to be closed."""

    on_exit: Callable[[], None]
    """Told at the signal: streams end by themselves then, and are not waited for."""

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Lets the requests in hand end, and takes no more."""
        super().handle_exit(sig, frame)
        self.on_exit()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Nothing: `serve` has them from before the ledger is opened until it is closed."""
        yield


def server_for(app: FastAPI, settings: ApiSettings) -> Server:
    """The HTTP server of the application, which `serve` opens and closes."""
    return Server(
        uvicorn.Config(
            app,
            host=settings.host,
            port=settings.port,
            # Ours and not the server's, which tells of an error with its whole traceback.
            lifespan="off",
            log_level="warning",
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=_GRACE_SECONDS,
        )
    )


async def serve(app: FastAPI, server: Server) -> None:
    """Serves until SIGINT or SIGTERM.

    Raises:
        ChainError: The ledger cannot be opened.
    """
    server.on_exit = lambda: None
    loop = asyncio.get_running_loop()
    for number in _SIGNALS:
        loop.add_signal_handler(number, server.handle_exit, number, None)
    try:
        async with app.router.lifespan_context(app):
            services: GatewayServices = app.state.services
            server.on_exit = services.events.close
            await server.serve()
    finally:
        for number in _SIGNALS:
            loop.remove_signal_handler(number)


def _collect_rarely() -> None:
    """What is there now stays, and few objects of a request are in cycles: always looking for those costs a tenth."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def main() -> int:
    """Serves until SIGINT or SIGTERM; exit status 2 for wrong settings, 1 if the ledger cannot be opened."""
    try:
        app, settings = build()
    except SettingsError as wrong:
        sys.stderr.writelines(f"quay gateway: {problem}\n" for problem in wrong.problems)
        return 2
    except (ValueError, ChainError) as wrong:
        sys.stderr.write(f"quay gateway: {wrong}\n")
        return 2
    set_up_logs(settings.log_level)
    server = server_for(app, settings)
    _collect_rarely()
    try:
        with asyncio.Runner(loop_factory=server.config.get_loop_factory()) as runner:
            runner.run(serve(app, server))
    except ChainError as wrong:
        sys.stderr.write(f"quay gateway: {wrong}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
