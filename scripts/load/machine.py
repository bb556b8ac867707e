"""Whose processor time a load took: the node's, the gateway's, or that of whoever brought the load."""

from __future__ import annotations

import os
from collections.abc import Mapping

import psutil


class Meter:
    """Counts from its making on."""

    def __init__(self, pids: Mapping[str, int]) -> None:
        self._processes = {
            name: psutil.Process(pid) for name, pid in {**pids, "load": os.getpid()}.items()
        }
        self._before = self._read()

    def seconds(self) -> dict[str, float]:
        """Seconds of processor time by process."""
        return {name: spent - self._before[name] for name, spent in self._read().items()}

    def _read(self) -> dict[str, float]:
        times = {name: process.cpu_times() for name, process in self._processes.items()}
        return {name: spent.user + spent.system for name, spent in times.items()}


def shares(seconds: Mapping[str, float]) -> dict[str, float]:
    """Each process's share of all that was spent."""
    total = sum(seconds.values()) or 1.0
    return {name: round(spent / total, 3) for name, spent in seconds.items()}
