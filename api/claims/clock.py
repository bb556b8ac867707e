"""The clock of claims: working days from acceptance to conclusion, their mean and percentiles by class. Pure."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from api.kit.working_days import working_days
from chain.states import ClaimState, ManagementClass
from chain.store.rows import Claim

FIRST_TWO: Final = (ManagementClass.CLASS1, ManagementClass.CLASS2)
"""The classes whose average the Shanghai measures set a target for (沪商自贸〔2023〕132号)."""

_HUNDRED = 100


@dataclass(frozen=True)
class Reading:
    """What the clock says of the claims of some classes; days are working days.

    Attributes:
        classes: The management classes.
        concluded: How many were concluded in the period; `approved` and `refused` add up to it.
        pending: How many are accepted and not concluded now.
        mean: To two places; none where nothing was concluded, as are the percentiles.
        percentiles: By nearest rank: 50, 90 and 95, and 100 for the longest.
        limit: The limit of a single claim, where these classes have one.
        within_limit: How many kept it.
    """

    classes: tuple[ManagementClass, ...]
    concluded: int
    approved: int
    refused: int
    pending: int
    mean: float | None
    percentiles: Mapping[int, int]
    limit: int | None
    within_limit: int | None


def readings(claims: Iterable[Claim], limits: Mapping[int, int]) -> list[Reading]:
    """A reading for each class, and one for the first two together.

    Args:
        claims: Accepted claims.
        limits: The limit in working days by class, 1 to 4; a class may have none.

    Raises:
        UnknownCalendarYearError: a claim was under way in a year whose calendar is not known.
    """
    by_class: dict[int, list[Claim]] = {}
    for claim in claims:
        by_class.setdefault(claim.management_class, []).append(claim)
    groups = [(given,) for given in ManagementClass if given] + [FIRST_TWO]
    return [
        _reading(group, [claim for given in group for claim in by_class.get(given, ())], limits)
        for group in groups
    ]


def _reading(
    classes: tuple[ManagementClass, ...], claims: Sequence[Claim], limits: Mapping[int, int]
) -> Reading:
    concluded = [claim for claim in claims if claim.concluded_at is not None]
    refused = sum(claim.state == ClaimState.REFUSED for claim in concluded)
    days = sorted(_days(claim) for claim in concluded)
    limit = limits.get(classes[0]) if len(classes) == 1 else None
    return Reading(
        classes=classes,
        concluded=len(concluded),
        approved=len(concluded) - refused,
        refused=refused,
        pending=len(claims) - len(concluded),
        mean=round(sum(days) / len(days), 2) if days else None,
        percentiles={part: nearest_rank(days, part) for part in (50, 90, 95, 100)} if days else {},
        limit=limit,
        within_limit=None if limit is None else sum(day <= limit for day in days),
    )


def _days(claim: Claim) -> int:
    return working_days(claim.accepted_at or 0, claim.concluded_at or 0)


def nearest_rank(ascending: Sequence[int], part: int) -> int:
    """The smallest of these values that at least `part` of a hundred do not exceed."""
    return ascending[max(1, math.ceil(len(ascending) * part / _HUNDRED)) - 1]
