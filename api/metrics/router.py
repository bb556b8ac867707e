"""Prometheus's endpoint: for the operator, who knows its token."""

from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST

from api.deps import Services

router = APIRouter(include_in_schema=False)


@router.get("/metrics")
async def metrics(request: Request, services: Services) -> Response:
    """Answers with the metrics; 404 without the token."""
    body = await services.metrics.read(request.headers.get("authorization"))
    return Response(body, media_type=CONTENT_TYPE_LATEST)
