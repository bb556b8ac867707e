"""Ctrl-C and its like, as an event that a command can wait for."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")

INTERRUPTED = 130
"""The exit status after Ctrl-C, as shells have it."""

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Interrupted(Exception):
    """The user asked to stop."""


def run_with_stop(command: Callable[[asyncio.Event], Awaitable[int]]) -> int:
    """Runs a command; SIGINT, SIGTERM and SIGHUP set the event that it is given.

    Returns the exit status: the command's own, or `INTERRUPTED` where it let `Interrupted` pass.
    """

    async def under_signals() -> int:
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        for number in _SIGNALS:
            loop.add_signal_handler(number, stop.set)
        try:
            return await command(stop)
        except Interrupted:
            return INTERRUPTED

    return asyncio.run(under_signals())


async def unless_stopped(work: Coroutine[Any, Any, T], stop: asyncio.Event) -> T:
    """Does the work, or gives it up when `stop` is set.

    Raises:
        Interrupted: `stop` was set first.
    """
    working = asyncio.create_task(work)
    stopping = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait({working, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if working.done():
            return working.result()
        raise Interrupted
    finally:
        for task in (working, stopping):
            task.cancel()
        await asyncio.gather(working, stopping, return_exceptions=True)
