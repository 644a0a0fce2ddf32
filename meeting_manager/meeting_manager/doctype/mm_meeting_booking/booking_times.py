"""A booking's time as instants, and the zones in which each reader sees it."""

from datetime import datetime
from zoneinfo import ZoneInfo

import frappe

from meeting_manager.adapters.offers import IN_PERSON
from meeting_manager.scheduling.zones import to_instant


class BookingTimes:
	@property
	def start(self) -> datetime:
		return to_instant(self.start_utc_minute)

	@property
	def end(self) -> datetime:
		return to_instant(self.end_utc_minute)

	@property
	def zone(self) -> ZoneInfo:
		"""The department's."""
		return ZoneInfo(frappe.get_cached_value("MM Department", self.department, "timezone"))

	@property
	def zone_for_customer(self) -> ZoneInfo:
		"""In which the customer reads times: the place's where both meet in person."""
		return self.zone if self.location_type == IN_PERSON else ZoneInfo(self.customer_timezone)

	def zone_for_member(self, member: str) -> ZoneInfo:
		if self.location_type == IN_PERSON:
			return self.zone
		return ZoneInfo(frappe.get_cached_value("MM Member Profile", member, "timezone"))
