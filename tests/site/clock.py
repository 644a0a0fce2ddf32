"""A clock that stands still, for the app and nobody else."""

import time
from types import SimpleNamespace

from meeting_manager.adapters import site_time
from meeting_manager.meeting_manager.api import guest_limits, guest_retry


def stop_clock(monkeypatch, minute: int, second: int = 0) -> None:
	"""Show the app this second of a UTC minute as now."""
	stopped = SimpleNamespace(time=lambda: float(minute * 60 + second), sleep=time.sleep)
	monkeypatch.setattr(site_time, "time", stopped)
	monkeypatch.setattr(guest_retry, "time", stopped)
	monkeypatch.setattr(guest_limits, "time", stopped)
