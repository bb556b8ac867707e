"""A webhook's receiver: is what came from the gateway, and what does it say? Standard Webhooks, by its library."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from standardwebhooks import Webhook, WebhookVerificationError

from api.client.errors import ClientError
from api.client.models import Event
from api.client.reading import one


class NotGenuine(ClientError):
    """A message was not sent with this webhook's secret, was altered on its way, or is old: do not act on it."""


@dataclass(frozen=True)
class Message:
    """A message that is genuine. It may come more than once: `message_id` tells."""

    message_id: str
    type: str
    timestamp: datetime
    event: Event


@dataclass(frozen=True)
class _Sent:
    type: str
    timestamp: datetime
    data: Event


def received(secret: str, headers: Mapping[str, str], body: bytes | str) -> Message:
    """Verifies a message and reads it.

    Args:
        secret: The webhook's, as it was told when it was made: `whsec_…`.
        headers: The request's headers.
        body: The request's body, word for word.

    Raises:
        NotGenuine: it is not to be acted on; answer 400.
    """
    given = {name.lower(): value for name, value in headers.items()}
    text = body.decode("utf-8", "replace") if isinstance(body, bytes) else body
    try:
        told: Any = Webhook(secret).verify(text, given)
    except (WebhookVerificationError, ValueError) as error:
        raise NotGenuine(str(error)) from error
    sent = one(_Sent)(told)
    return Message(given["webhook-id"], sent.type, sent.timestamp, sent.data)
