"""The gateway as an ASGI application."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI
from fastapi.responses import HTMLResponse
from starlette.middleware import Middleware

from api import problem
from api.actions.router import router as actions
from api.appointments.router import router as appointments
from api.audit.router import router as audit
from api.auth import sign_in
from api.auth.router import router as auth
from api.bills.router import router as bills
from api.boxes.router import router as boxes
from api.bulk.router import router as bulk
from api.certificates.router import router as certificates
from api.claims.router import router as claims
from api.clock import Clock, system_clock
from api.deployment.router import router as deployment
from api.description import DESCRIPTION, TAGS, install_schema
from api.docs_page import CONTENT_SECURITY, docs_page
from api.documents.router import router as documents
from api.encryption_keys.router import router as encryption_keys
from api.events.router import router as events
from api.files.router import PATH as FILES
from api.files.router import router as files
from api.files.storage import open_storage
from api.health.router import router as health
from api.idempotency.guard import IdempotencyGuard
from api.inspections.router import router as inspections
from api.kit.secret import GatewaySecret
from api.metrics.requests import RequestMetrics
from api.metrics.router import router as metrics
from api.middleware import BodyGuard, ProblemGuard
from api.milestones.router import router as milestones
from api.participants.router import router as participants
from api.releases.router import router as releases
from api.services import build_services
from api.settings import ApiSettings
from api.store import open_gateway_store, require_key
from api.verify.router import router as verify
from api.version import VERSION
from api.webhooks.router import router as webhooks
from chain.ledger import Ledger
from chain.settings import ChainSettings

LedgerOpener = Callable[[], Awaitable[Ledger]]
"""Opens the ledger at the gateway's start; the gateway closes it at its end."""

_ROUTERS = (
    # First, because a route is found by asking one after the other.
    actions,
    health,
    metrics,
    deployment,
    auth,
    participants,
    bills,
    bulk,
    releases,
    boxes,
    appointments,
    inspections,
    certificates,
    claims,
    documents,
    files,
    encryption_keys,
    milestones,
    events,
    webhooks,
    audit,
    verify,
)


def create_app(
    settings: ApiSettings,
    open_ledger: LedgerOpener,
    chain: ChainSettings,
    clock: Clock = system_clock,
) -> FastAPI:
    """Builds the application; the ledger and the database are opened when it starts.

    Args:
        settings: The gateway's settings.
        open_ledger: Opens the ledger that the gateway serves.
        chain: Where the gateway keeps its own state: its store, and gateway.key in the data directory.
        clock: Seconds since 1970 UTC, for sessions and keys.
    """
    requests = RequestMetrics()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        secret = _open_secret(chain.data_dir)
        sign_in.library()
        storage = open_storage(settings, chain.data_dir)
        engine = await open_gateway_store(chain)
        try:
            await require_key(engine, secret)
            ledger = await open_ledger()
            try:
                app.state.services = build_services(
                    settings, engine, secret, ledger, clock, requests, storage
                )
                dispatcher = app.state.services.dispatcher
                bulk_runner = app.state.services.bulk_runner
                telling = asyncio.create_task(dispatcher.run(), name="webhooks")
                issuing = asyncio.create_task(bulk_runner.run(), name="bulk issues")
                anchorer = app.state.services.anchorer
                anchoring = asyncio.create_task(anchorer.run(), name="audit anchors")
                try:
                    yield
                finally:
                    dispatcher.close()
                    bulk_runner.close()
                    anchorer.close()
                    await asyncio.gather(telling, issuing, anchoring)
            finally:
                await ledger.close()
        finally:
            await engine.dispose()

    app = FastAPI(
        title="Quayledger",
        version=VERSION,
        summary="A gateway to a ledger of ocean trade documents",
        description=DESCRIPTION,
        openapi_tags=TAGS,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        generate_unique_id_function=lambda route: route.name,
        middleware=[
            Middleware(ProblemGuard, metrics=requests),
            Middleware(
                BodyGuard,
                limit=settings.max_body_bytes,
                larger={FILES: settings.max_body_bytes + settings.max_file_bytes * 4 // 3},
            ),
            Middleware(IdempotencyGuard),
        ],
    )
    problem.install(app)
    for router in _ROUTERS:
        app.include_router(router)
    install_schema(app)
    _install_docs(app)
    return app


def _open_secret(data_dir: Path) -> GatewaySecret:
    data_dir.mkdir(parents=True, exist_ok=True)
    return GatewaySecret.open(data_dir / "gateway.key")


def _install_docs(app: FastAPI) -> None:
    @app.get("/docs", include_in_schema=False)
    async def docs() -> HTMLResponse:
        headers = {"Content-Security-Policy": CONTENT_SECURITY}
        return HTMLResponse(docs_page(app.openapi()), headers=headers)
