"""A clock that stands still, for the app and nobody else."""

import time
from types import SimpleNamespace

from meeting_manager.adapters import site_time
from meeting_manager.meeting_manager.api import guest


def stop_clock(monkeypatch, minute: float) -> None:
	"""Show the app this UTC minute as now."""
	stopped = SimpleNamespace(time=lambda: minute * 60, sleep=time.sleep)
	monkeypatch.setattr(site_time, "time", stopped)
	monkeypatch.setattr(guest, "time", stopped)
