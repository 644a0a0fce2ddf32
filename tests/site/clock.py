"""A clock that stands still, for the app and nobody else."""

import time
from types import SimpleNamespace
from unittest import mock

from meeting_manager.adapters import site_time
from meeting_manager.meeting_manager.api import guest_limits, guest_retry
from meeting_manager.meeting_manager.doctype.mm_meeting_booking import booking_rules


def stop_clock(monkeypatch, minute: int, second: int = 0) -> None:
	"""Show the app this second of a UTC minute as now."""
	stopped = SimpleNamespace(time=lambda: float(minute * 60 + second), sleep=time.sleep)
	monkeypatch.setattr(site_time, "time", stopped)
	monkeypatch.setattr(guest_retry, "time", stopped)
	monkeypatch.setattr(guest_limits, "time", stopped)


def save_as_it_begins(booking) -> None:
	"""Save the booking as staff do at its start: it can be completed from then on."""
	with mock.patch.object(booking_rules, "current_minute", lambda: booking.start_utc_minute):
		booking.save()
