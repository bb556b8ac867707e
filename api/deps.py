"""What routes depend on: the services, and who calls."""

from typing import Annotated, cast

from fastapi import Depends, Request
from fastapi.openapi.models import HTTPBearer
from fastapi.security.base import SecurityBase

from api.auth.subject import Subject
from api.services import GatewayServices


def services_of(request: Request) -> GatewayServices:
    """The gateway's services, built at its start."""
    return cast("GatewayServices", request.app.state.services)


async def services(request: Request) -> GatewayServices:
    """The same as a dependency. A coroutine: a plain function would cost a thread."""
    return services_of(request)


Services = Annotated[GatewayServices, Depends(services)]


class _CallerOf(SecurityBase):
    """Who calls. One dependency with nothing below it: FastAPI resolves each at a price that every request pays."""

    scheme_name = "session or API key"
    model = HTTPBearer(
        description="A session's token (POST /v1/auth/session) or an API key (`quay_…`).",
    )

    async def __call__(self, request: Request) -> Subject:
        """The member that calls. Raises NotAuthenticated."""
        return await services_of(request).auth.subject(request.headers.get("authorization"))


Caller = Annotated[Subject, Depends(_CallerOf())]
