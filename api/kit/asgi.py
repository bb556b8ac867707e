"""What middlewares share: a request's headers, and its body once more."""

from starlette.types import Message, Receive, Scope


def header(scope: Scope, name: str) -> str | None:
    """A header of the request, by its name in any case of letters; the first one."""
    wanted = name.lower().encode()
    for key, value in scope["headers"]:
        if key == wanted:
            return str(value.decode("latin-1"))
    return None


def replaying(body: bytes, receive: Receive) -> Receive:
    """Receives a body that was read before."""
    sent = False

    async def replay() -> Message:
        nonlocal sent
        if sent:
            return await receive()
        sent = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replay
