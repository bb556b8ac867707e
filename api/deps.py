"""What routes depend on: the services, and who calls."""

from typing import Annotated, cast

from fastapi import Depends, Request
from fastapi.security import HTTPBearer

from api.auth.subject import Subject
from api.services import GatewayServices

_bearer = HTTPBearer(
    auto_error=False,
    scheme_name="session or API key",
    description="A session's token (POST /v1/auth/session) or an API key (`quay_…`).",
)


async def services(request: Request) -> GatewayServices:
    """The gateway's services, built at its start. A coroutine: a plain function would cost a thread."""
    return cast("GatewayServices", request.app.state.services)


Services = Annotated[GatewayServices, Depends(services)]


async def caller(
    request: Request,
    found: Services,
    _: Annotated[object, Depends(_bearer)],
) -> Subject:
    """The member that calls. Raises NotAuthenticated."""
    return await found.auth.subject(request.headers.get("authorization"))


Caller = Annotated[Subject, Depends(caller)]
