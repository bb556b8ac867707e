"""Runs the gateway: `python -m api`, one process, settings from the environment."""

import logging
import signal
import sys

import structlog
import uvicorn
from fastapi import FastAPI
from pydantic import ValidationError

from api.app import create_app
from api.settings import ApiSettings
from api.validation import json_path
from chain.deploy import Deployment
from chain.errors import ChainError
from chain.ledger import Ledger
from chain.settings import ChainSettings

_GRACE_SECONDS = 10


def build() -> tuple[FastAPI, ApiSettings]:
    """The application that the environment describes.

    Raises:
        ValueError: A setting is wrong, or there is no deployment.
    """
    settings, chain = ApiSettings.from_environment(), ChainSettings()
    deployment = Deployment.load(chain.deployment_path)
    if deployment is None:
        message = (
            f"no deployment at {chain.deployment_path}: run `quay up`, or set QUAY_CHAIN_DATA_DIR"
        )
        raise ValueError(message)

    async def open_ledger() -> Ledger:
        return await Ledger.open(chain, deployment)

    return create_app(settings, open_ledger, chain.data_dir), settings


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


def main() -> int:
    """Serves until SIGINT or SIGTERM; exit status 2 for wrong settings."""
    try:
        app, settings = build()
    except ValidationError as wrong:
        for error in wrong.errors(include_url=False, include_input=False):
            sys.stderr.write(f"quay gateway: setting {json_path(error['loc'])}: {error['msg']}\n")
        return 2
    except (ValueError, ChainError) as wrong:
        sys.stderr.write(f"quay gateway: {wrong}\n")
        return 2
    set_up_logs(settings.log_level)
    # uvicorn ends gracefully, then raises the signal again for whoever had it before: this is who.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    uvicorn.run(
        app,
        host=settings.host,
        port=settings.port,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=_GRACE_SECONDS,
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
