"""Claim the time that the bookings of an older site hold."""

from meeting_manager.adapters.claims_audit import rebuild
from meeting_manager.adapters.site_time import current_minute


def execute():
	rebuild(current_minute())
