"""Webhooks: where a member's own systems are told what happens."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response

from api.deps import Caller, Services
from api.kit.pagination import page_of
from api.kit.responses import problems
from api.webhooks.schemas import (
    DeliveryId,
    DeliveryPage,
    DeliveryQuery,
    DeliveryRead,
    Replayed,
    WebhookChange,
    WebhookCreate,
    WebhookCreated,
    WebhookId,
    WebhookList,
    WebhookRead,
)

router = APIRouter(prefix="/v1/webhooks", tags=["webhooks"])
Which = Annotated[WebhookId, Path(description="The webhook's id.")]


@router.post("", status_code=201, summary="Make a webhook", responses=problems(401, 403, 422))
async def create_webhook(
    services: Services, subject: Caller, body: WebhookCreate
) -> WebhookCreated:
    """Tells your system, from now on, what happens to the records that your member may read.

    Messages follow Standard Webhooks: signed with the secret that is told here once, sent again for about three
    days until your system answers 2xx, then put on the dead-letter list. One may come twice, under the same
    `webhook-id`, and not in order: `data.version` tells the order of a record's. Needs a session of a wallet with
    the power ADMIN.
    """
    webhook, secret = await services.webhooks.create(subject, body.url, body.events)
    return WebhookCreated.with_secret(webhook, secret)


@router.get("", summary="List webhooks", responses=problems(401, 403))
async def list_webhooks(services: Services, subject: Caller) -> WebhookList:
    """Your member's webhooks, oldest first."""
    found = await services.webhooks.of_member(subject)
    return WebhookList(items=[WebhookRead.of(webhook) for webhook in found])


@router.get("/{webhook_id}", summary="Read a webhook", responses=problems(401, 403, 404, 422))
async def read_webhook(services: Services, subject: Caller, webhook_id: Which) -> WebhookRead:
    """One webhook of your member's."""
    return WebhookRead.of(await services.webhooks.get(subject, webhook_id))


@router.patch("/{webhook_id}", summary="Switch a webhook", responses=problems(401, 403, 404, 422))
async def change_webhook(
    services: Services, subject: Caller, webhook_id: Which, body: WebhookChange
) -> WebhookRead:
    """Switches it off, or on again: what happened meanwhile is told then."""
    webhook = await services.webhooks.enable(subject, webhook_id, enabled=body.enabled)
    return WebhookRead.of(webhook)


@router.delete(
    "/{webhook_id}",
    status_code=204,
    summary="Delete a webhook",
    responses=problems(401, 403, 404, 422),
)
async def delete_webhook(services: Services, subject: Caller, webhook_id: Which) -> Response:
    """Forgets it, and what was queued for it."""
    await services.webhooks.remove(subject, webhook_id)
    return Response(status_code=204)


@router.post(
    "/{webhook_id}/secret",
    status_code=201,
    summary="Rotate a webhook's secret",
    responses=problems(401, 403, 404, 422),
)
async def rotate_webhook_secret(
    services: Services, subject: Caller, webhook_id: Which
) -> WebhookCreated:
    """Signs with a new secret from now on, which is told here once."""
    return WebhookCreated.with_secret(*await services.webhooks.rotate(subject, webhook_id))


@router.get(
    "/{webhook_id}/deliveries",
    summary="List a webhook's messages",
    responses=problems(401, 403, 404, 422),
)
async def list_webhook_deliveries(
    services: Services,
    subject: Caller,
    webhook_id: Which,
    query: Annotated[DeliveryQuery, Query()],
) -> DeliveryPage:
    """What was queued in the last 30 days, newest first; `status=dead` is the dead-letter list."""
    found = await services.webhooks.deliveries(
        subject, webhook_id, query.status, query.after, query.limit + 1
    )
    items, cursor = page_of(found, query.limit, lambda one: one.delivery_id)
    return DeliveryPage(items=[DeliveryRead.of(one) for one in items], next_cursor=cursor)


@router.post(
    "/{webhook_id}/replay",
    status_code=202,
    summary="Send dead messages again",
    responses=problems(401, 403, 404, 422),
)
async def replay_webhook_deliveries(
    services: Services, subject: Caller, webhook_id: Which
) -> Replayed:
    """Queues all of the dead-letter list again."""
    return Replayed(count=await services.webhooks.replay(subject, webhook_id, None))


@router.post(
    "/{webhook_id}/deliveries/{delivery_id}/replay",
    status_code=202,
    summary="Send a message again",
    responses=problems(401, 403, 404, 422),
)
async def replay_webhook_delivery(
    services: Services,
    subject: Caller,
    webhook_id: Which,
    delivery_id: Annotated[DeliveryId, Path(description="The message's id.")],
) -> Replayed:
    """Queues one message again, whatever became of it."""
    return Replayed(count=await services.webhooks.replay(subject, webhook_id, delivery_id))
