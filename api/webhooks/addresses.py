"""Where a webhook may go: a member names the address, so it must not reach what only the gateway can reach."""

from __future__ import annotations

import errno
import ipaddress
import socket
from collections.abc import Sequence
from urllib.parse import urlsplit

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import DefaultResolver

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class AddressNotAllowed(OSError):
    """The address is not one that webhooks may reach."""

    def __init__(self) -> None:
        super().__init__(errno.EACCES, "the address is not a public one")


class Addresses:
    """The rule: public addresses, and the private networks that the operator allows."""

    def __init__(self, private: Sequence[Network]) -> None:
        self._private = tuple(private)

    def allows(self, address: str) -> bool:
        """Whether an IP address may be reached."""
        ip = ipaddress.ip_address(address)
        mapped = getattr(ip, "ipv4_mapped", None)
        if mapped is not None:
            ip = mapped
        if any(ip in network for network in self._private if network.version == ip.version):
            return True
        return ip.is_global and not ip.is_multicast

    def refusal(self, url: str) -> str | None:
        """Why a webhook must not have this URL, as a word of `RULES`; None if it may."""
        try:
            parts = urlsplit(url)
            host, _ = parts.hostname, parts.port
        except ValueError:
            return "url"
        if not host or parts.username is not None or parts.password is not None or parts.fragment:
            return "url"
        if parts.scheme != "https" and not (parts.scheme == "http" and self._private):
            return "https"
        try:
            return None if self.allows(host) else "public_address"
        except ValueError:
            return None  # A name: whoever it stands for is looked at when it is called.

    def session(self, seconds: float) -> aiohttp.ClientSession:
        """A client that connects to allowed addresses only, whatever a name stands for by then."""
        connector = aiohttp.TCPConnector(resolver=_Resolver(self), limit=32, force_close=True)
        return aiohttp.ClientSession(
            connector=connector,
            timeout=aiohttp.ClientTimeout(total=seconds),
            cookie_jar=aiohttp.DummyCookieJar(),
        )


class _Resolver(AbstractResolver):
    def __init__(self, addresses: Addresses) -> None:
        self._addresses = addresses
        self._resolver = DefaultResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """The name's allowed addresses. Raises AddressNotAllowed if there is none."""
        found = await self._resolver.resolve(host, port, family)
        allowed = [one for one in found if self._addresses.allows(one["host"])]
        if not allowed:
            raise AddressNotAllowed
        return allowed

    async def close(self) -> None:
        """Ends the resolver."""
        await self._resolver.close()
