"""Where a webhook may go: a member must not reach through the gateway what only the gateway can reach."""

from __future__ import annotations

import ipaddress

import aiohttp
import pytest

from api.webhooks.addresses import Addresses

PUBLIC = Addresses(())
INSIDE = Addresses((ipaddress.ip_network("10.1.0.0/16"), ipaddress.ip_network("::1/128")))


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1::1"])
def test_public_addresses_may_be_reached(address: str) -> None:
    assert PUBLIC.allows(address)


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0"),  # noqa: S104 - not bound to
        *(
            "100.64.0.1",
            "224.0.0.1",
            "255.255.255.255",
            "::1",
            "::",
            "fe80::1",
            "fd00::1",
            "ff02::1",
        ),
        *("::ffff:127.0.0.1", "::ffff:10.0.0.1"),
    ],
)
def test_others_may_not(address: str) -> None:
    assert not PUBLIC.allows(address)


def test_the_operator_may_open_a_network() -> None:
    assert INSIDE.allows("10.1.2.3")
    assert INSIDE.allows("::ffff:10.1.2.3")
    assert INSIDE.allows("::1")
    assert not INSIDE.allows("10.2.0.1")


@pytest.mark.parametrize(
    ("url", "rule"),
    [
        ("https://erp.example.com/hook?a=1", None),
        ("https://93.184.216.34:8443/", None),
        ("http://erp.example.com/", "https"),
        ("ftp://erp.example.com/", "https"),
        ("file:///etc/passwd", "url"),
        ("https://user:password@erp.example.com/", "url"),
        ("https://erp.example.com/#part", "url"),
        ("https://", "url"),
        ("https://[::1", "url"),
        ("https://host:99999/", "url"),
        ("erp.example.com", "url"),
        ("https://127.0.0.1/", "public_address"),
        ("https://[::ffff:10.0.0.1]/", "public_address"),
    ],
)
def test_a_url_breaks_a_rule_by_name(url: str, rule: str | None) -> None:
    assert PUBLIC.refusal(url) == rule


def test_plain_http_is_for_networks_that_the_operator_opened() -> None:
    assert INSIDE.refusal("http://10.1.2.3/") is None
    assert INSIDE.refusal("http://10.2.2.3/") == "public_address"


async def test_a_name_that_stands_for_a_private_address_is_not_called() -> None:
    async with PUBLIC.session(5) as http:
        with pytest.raises(aiohttp.ClientConnectorError, match="not a public one"):
            await http.post("http://localhost:9/")
