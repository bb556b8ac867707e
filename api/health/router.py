"""Liveness and readiness: public, for those who run the gateway."""

from fastapi import APIRouter
from pydantic import Field

from api.deps import Services
from api.kit.responses import problems
from api.kit.schema import Output

router = APIRouter(tags=["health"])


class Health(Output):
    """The process answers."""

    status: str = Field(examples=["ok"])


class Readiness(Output):
    """The node answers and the index keeps up."""

    status: str = Field(examples=["ready"])
    chain_id: int
    head_block: int | None
    indexed_block: int
    lag: int | None = Field(description="Blocks that the index is behind.")
    outbox_depth: int = Field(description="Actions accepted and not settled.")
    node: str | None = Field(description="The node's own version.")
    node_url: str | None = Field(
        description="Which of the nodes answers, without path and password."
    )


@router.get("/health", summary="Is the process alive")
async def health() -> Health:
    """Answers as long as the process does."""
    return Health(status="ok")


@router.get("/ready", summary="Is the ledger in reach", responses=problems(503))
async def ready(services: Services) -> Readiness:
    """Answers 200 when the node answers and the index has caught up; else 503."""
    status = await services.health.require_ready()
    return Readiness(
        status="ready",
        chain_id=status.chain_id,
        head_block=status.head_block,
        indexed_block=status.indexed_block,
        lag=status.lag,
        outbox_depth=status.outbox_depth,
        node=status.node_version,
        node_url=next((node.name for node in status.nodes if node.answering), None),
    )
