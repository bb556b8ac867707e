"""Fixtures for pytest: a ledger, members with wallets, and records at a stage. Nothing starts before one is asked for.

`quay_ledger` is a ledger of real processes, or with `--quay-url` a running gateway whose members' keystores are in
`--quay-wallets`. `quay_member("carrier")` is a member with its client; `quay_bill(stage="surrendered")`,
`quay_order(stage=…)` and `quay_certificate(stage=…)` make a new record and bring it to the stage.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

# Every run of pytest loads this module: what it works with is imported when a fixture is asked for.
if TYPE_CHECKING:
    from scripts.pytest_plugin.ledger import Ledger, Member
    from scripts.pytest_plugin.stages import Record


def pytest_addoption(parser: pytest.Parser) -> None:
    """Adds the options."""
    group = parser.getgroup("quay", "Quayledger")
    group.addoption(
        "--quay-url", metavar="URL", help="a running gateway instead of a ledger of its own"
    )
    group.addoption(
        "--quay-wallets",
        metavar="DIR",
        help="keystores of that gateway's members, one a role: carrier.json, shipper.json, …",
    )


@pytest.fixture(scope="session")
def quay_ledger(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Ledger]:
    """The ledger of this run: its `url`, and its members by role."""
    from scripts.pytest_plugin import ledger  # noqa: PLC0415 - see above

    url, wallets = (request.config.getoption(name) for name in ("--quay-url", "--quay-wallets"))
    if url is None:
        with ledger.embedded(tmp_path_factory.mktemp("quay")) as running:
            yield running
    else:
        with ledger.running(url, wallets) as found:
            yield found


@pytest.fixture(scope="session")
def quay_member(quay_ledger: Ledger) -> Callable[[str], Member]:
    """A member by its role: its `number`, its `signer`, its `client`."""
    return quay_ledger.member


@pytest.fixture(scope="session")
def quay_bill(quay_ledger: Ledger) -> Callable[..., Record]:
    """A new bill at a stage: issued, endorsed, pending, surrendered."""
    from scripts.pytest_plugin import stages  # noqa: PLC0415 - see above

    return lambda stage="issued", **changes: stages.bill(quay_ledger, stage, **changes)


@pytest.fixture(scope="session")
def quay_order(quay_ledger: Ledger) -> Callable[..., Record]:
    """A new release order at a stage: issued, held, gated_out."""
    from scripts.pytest_plugin import stages  # noqa: PLC0415 - see above

    return lambda stage="issued", **changes: stages.order(quay_ledger, stage, **changes)


@pytest.fixture(scope="session")
def quay_certificate(quay_ledger: Ledger) -> Callable[..., Record]:
    """A new certificate at a stage: applied, accepted, issued, used."""
    from scripts.pytest_plugin import stages  # noqa: PLC0415 - see above

    return lambda stage="applied", **changes: stages.certificate(quay_ledger, stage, **changes)
