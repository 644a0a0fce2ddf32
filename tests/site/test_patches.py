"""What an update does to the data of a site that had bookings before."""

import frappe
import pytest

from meeting_manager.adapters.occupancy import ASSIGNED
from meeting_manager.patches import (
	fill_channels,
	fill_guest_limits,
	fill_held_time,
	fill_reminders,
	note_ledger_began,
)

FILLED = ("meeting_type", "buffer_before", "buffer_after", "is_counted")
ADA, BEN = "ada.test@example.com", "ben.test@example.com"


def forget(booking):
	"""As an earlier version left it."""
	values = {"meeting_type": None, "buffer_before": 0, "buffer_after": 0, "is_counted": 0}
	frappe.db.set_value(ASSIGNED, {"parent": booking.name}, values, update_modified=False)


def rows_of(booking):
	return frappe.get_all(ASSIGNED, {"parent": booking.name}, FILLED, order_by="idx asc", as_list=True)


def stamps():
	return dict(frappe.get_all("MM Member Profile", fields=["name", "calendar_version"], as_list=True))


def test_every_patch_can_be_found(site):
	for line in frappe.get_file_items(frappe.get_app_path("meeting_manager", "patches.txt")):
		if not line.startswith("["):
			assert callable(frappe.get_attr(f"{line}.execute"))


@pytest.mark.parametrize("runs", [1, 2])
def test_rows_get_their_type_pauses_and_whether_they_count(book, another_type, consulting, runs):
	kind = another_type("With a Pause", buffer_after=20)
	kept = book("10:00", meeting_type=kind.name, assigned_users=[{"member": ADA}, {"member": BEN}])
	plain = book("12:00", assigned_users=[{"member": ADA}])
	cancelled = book("13:00", assigned_users=[{"member": BEN}])
	cancelled.cancel_meeting("Customer Cancelled")
	for booking in (kept, plain, cancelled):
		forget(booking)
	before = stamps()
	for _run in range(runs):
		fill_held_time.execute()
	assert [tuple(row) for row in rows_of(kept)] == [(kind.name, 0, 20, 1)] * 2
	assert [tuple(row) for row in rows_of(plain)] == [(consulting.meeting_type, 0, 0, 1)]
	assert [tuple(row) for row in rows_of(cancelled)] == [(consulting.meeting_type, 0, 0, 0)]
	after = stamps()
	assert {member for member in after if after[member] != before[member]} == {ADA, BEN}


def test_rows_that_are_filled_keep_the_pauses_of_their_day(book, another_type, site):
	kind = another_type("With a Pause", buffer_after=20)
	booking = book("10:00", meeting_type=kind.name)
	kind.buffer_after = 45
	kind.save()
	before = stamps()
	fill_held_time.execute()
	assert [tuple(row) for row in rows_of(booking)] == [(kind.name, 0, 20, 1)]
	assert stamps() == before


def test_row_without_its_meeting_type_or_member_does_not_stop_the_update(book, another_type, site):
	kind = another_type("Short-Lived")
	booking = book("10:00", meeting_type=kind.name, assigned_users=[{"member": ADA}])
	forget(booking)
	site.delete_doc("MM Meeting Type", kind.name, force=True)
	fill_held_time.execute()
	assert [tuple(row) for row in rows_of(booking)] == [(kind.name, 0, 0, 1)]


def test_reminders_start_with_the_default_on_a_site_that_has_saved_its_settings(site):
	frappe.db.delete("Singles", {"doctype": "MM Settings", "field": "reminders"})
	fill_reminders.execute()
	assert frappe.db.get_single_value("MM Settings", "reminders", cache=False) == "24h, 1h"


def test_new_channels_start_with_their_defaults_on_a_site_that_has_saved_its_settings(site):
	fields = ["in", fill_channels.FIELDS]
	frappe.db.delete("Singles", {"doctype": "MM Settings", "field": fields})
	frappe.db.set_single_value("MM Settings", "sms_as_reminder", 0)
	fill_channels.execute()
	found = {
		field: frappe.db.get_single_value("MM Settings", field, cache=False) for field in fill_channels.FIELDS
	}
	on = ("sms_when_confirmed", "sms_when_rescheduled", "sms_when_cancelled")
	off = ("send_sms", "has_quiet_hours", "sms_when_requested", "sms_as_reminder")
	quiet = {"quiet_from": "21:00", "quiet_to": "07:00"}
	assert found == {**dict.fromkeys(on, 1), **dict.fromkeys(off, 0), **quiet}


@pytest.mark.parametrize(
	("saved", "kept"),
	[
		pytest.param({}, {"bookings_per_address_per_day": 20, "trusted_proxies": "127.0.0.1\n::1"}, id="new"),
		pytest.param(
			{"bookings_per_address_per_day": 0, "trusted_proxies": ""},
			{"bookings_per_address_per_day": 0, "trusted_proxies": ""},
			id="set by the operators",
		),
	],
)
def test_new_limits_start_with_their_defaults_and_keep_what_was_set(site, saved, kept):
	frappe.db.delete("Singles", {"doctype": "MM Settings", "field": ["in", list(kept)]})
	for field, value in saved.items():
		frappe.db.set_single_value("MM Settings", field, value)
	fill_guest_limits.execute()
	found = {field: frappe.db.get_single_value("MM Settings", field, cache=False) for field in kept}
	assert {field: value or type(kept[field])() for field, value in found.items()} == kept


@pytest.mark.parametrize("has_bookings", [True, False])
def test_a_site_remembers_when_its_ledger_came_if_it_had_bookings(booking, site, monkeypatch, has_bookings):
	from meeting_manager.adapters.site_time import current_minute
	from meeting_manager.notifications.messages_audit import ledger_began

	site.db.set_single_value("MM Settings", "ledger_since_utc_minute", 0)
	monkeypatch.setattr(site.db, "count", lambda doctype: int(has_bookings))
	note_ledger_began.execute()
	now = current_minute()
	assert ledger_began() in ((now - 1, now) if has_bookings else (0,))
	site.db.set_single_value("MM Settings", "ledger_since_utc_minute", 7)
	note_ledger_began.execute()
	assert ledger_began() == 7
