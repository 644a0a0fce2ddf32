"""A customer whose mail failed, waits or was kept back stands in the report; one who knows the newest change does not."""

import frappe
import pytest

from tests.site.factories import next_monday
from tests.site.people import LEADER, MANAGER, OTHER_LEADER, make_people

MESSAGE = "MM Message"


@pytest.fixture
def report(site, consulting):
	"""(booking, occasion, state) by row of the department, as the session's user gets it."""
	from meeting_manager.meeting_manager.report.customers_not_informed.customers_not_informed import execute

	def run(**filters):
		_columns, rows = execute(frappe._dict({"department": consulting.name, **filters}))
		return [(row["booking"], row["occasion"], row["state"]) for row in rows]

	return run


@pytest.fixture
def told(site):
	"""Set the newest message to the customer, and those before it as sent: `told(booking, state="Failed")`."""

	def change(booking, late=0, occasion=None, **values):
		site.db.set_value(MESSAGE, {"booking": booking.name}, "state", "Sent")
		filters = {
			"booking": booking.name,
			"recipient_kind": "Customer",
			"occasion": occasion or ["!=", "Reminder"],
		}
		name = site.db.get_value(MESSAGE, filters, order_by="calendar_sequence desc")
		if late:
			values["due_utc_minute"] = minute_now() - late
		site.db.set_value(MESSAGE, name, values)
		return name

	return change


def minute_now():
	from meeting_manager.adapters.site_time import current_minute

	return current_minute()


@pytest.mark.parametrize(
	("values", "is_told_of"),
	[
		pytest.param({"state": "Failed", "reason": "Mailbox is full"}, True, id="failed"),
		pytest.param({"state": "Due", "late": 17}, True, id="due for longer than a quarter of an hour"),
		pytest.param({"state": "Queued", "late": 17}, True, id="queued for longer"),
		pytest.param({"state": "Due", "late": 14}, False, id="due just now"),
		pytest.param({"state": "Queued", "late": 14}, False, id="queued just now"),
		pytest.param({"state": "Skipped", "reason": "The meeting had begun"}, True, id="skipped"),
		pytest.param({"state": "Sent"}, False, id="sent"),
	],
)
def test_what_has_become_of_the_mail_decides(booking, told, report, values, is_told_of):
	told(booking, **values)
	assert report() == ([(booking.name, "Confirmed", values["state"])] if is_told_of else [])


def test_only_the_newest_change_counts(booking, told, report, site):
	told(booking, state="Failed")
	site.get_doc("MM Meeting Booking", booking.name).cancel_meeting("Cancelled by Staff")
	newest = told(booking, state="Sent")
	site.db.set_value(MESSAGE, {"booking": booking.name, "name": ["!=", newest]}, "state", "Failed")
	assert report() == []
	told(booking, state="Failed")
	assert report() == [(booking.name, "Cancelled", "Failed")]


def test_reminders_and_members_mails_are_not_asked_about(booking, report, site):
	site.db.set_value(MESSAGE, {"booking": booking.name}, "state", "Failed")
	site.db.set_value(
		MESSAGE,
		{"booking": booking.name, "recipient_kind": "Customer", "occasion": "Confirmed"},
		"state",
		"Sent",
	)
	assert report() == []


@pytest.mark.parametrize(("state", "is_told_of"), [("Skipped", False), ("Failed", True)])
def test_thanks_that_were_kept_back_matter_to_nobody(booking, told, report, site, state, is_told_of):
	site.db.set_value(
		MESSAGE,
		told(booking, state="Sent"),
		{"occasion": "Completed", "state": state},
	)
	assert report() == ([(booking.name, "Completed", state)] if is_told_of else [])


def test_a_row_tells_why_since_when_and_how_often_it_was_tried(booking, told, site, consulting):
	from meeting_manager.meeting_manager.report.customers_not_informed.customers_not_informed import execute

	name = told(booking, state="Failed", reason="Mailbox is full", tries=4)
	columns, rows = execute({"department": consulting.name})
	(row,) = rows
	assert {column["fieldname"] for column in columns} < set(row)
	assert (row["message"], row["reason"], row["tries"]) == (name, "Mailbox is full", 4)
	assert (row["customer_name"], row["customer_email"]) == ("Alex Example", "alex@example.com")
	assert frappe.utils.get_datetime(row["since"]) == site.db.get_value(MESSAGE, name, "creation")


@pytest.mark.parametrize(
	("filters", "is_shown"),
	[
		({"from_date": 0}, True),
		({"from_date": 1}, False),
		({"to_date": 0}, True),
		({"to_date": -1}, False),
		({"from_date": 0, "to_date": 0}, True),
	],
)
def test_dates_are_those_of_the_meeting_with_both_ends(booking, told, report, filters, is_shown):
	told(booking, state="Failed")
	monday = next_monday()
	dates = {name: str(frappe.utils.add_to_date(monday, days=days)) for name, days in filters.items()}
	assert report(**dates) == ([(booking.name, "Confirmed", "Failed")] if is_shown else [])


def test_another_department_is_another_department_s(booking, told, report):
	told(booking, state="Failed")
	assert report(department="Nowhere") == []


def test_the_longest_waiting_stand_first(book, told, report, site):
	first, second = book("10:00"), book("11:00")
	told(first, state="Failed")
	site.db.set_value(MESSAGE, told(second, state="Failed"), "creation", "2026-01-01 10:00:00")
	assert [row[0] for row in report()] == [second.name, first.name]


@pytest.mark.parametrize("who", ["member", "colleague", "leader", "other leader", "manager"])
def test_everybody_sees_their_own_bookings(booking, told, report, site, consulting, who):
	make_people()
	told(booking, state="Failed")
	before = site.db.get_value("MM Department", consulting.name, "leader")
	site.db.set_value("MM Department", consulting.name, "leader", LEADER)
	member = booking.members[0]
	user = {
		"member": member,
		"colleague": next(name for name in consulting.members if name != member),
		"leader": LEADER,
		"other leader": OTHER_LEADER,
		"manager": MANAGER,
	}[who]
	try:
		site.set_user(user)
		assert bool(report()) is (who in ("member", "leader", "manager"))
	finally:
		site.set_user("Administrator")
		site.db.set_value("MM Department", consulting.name, "leader", before)


def test_the_number_card_shows_what_its_report_shows(booking, told, site):
	from meeting_manager.meeting_manager.api.booking_messages import count_customers_not_informed
	from meeting_manager.meeting_manager.report.customers_not_informed.customers_not_informed import execute

	before = count_customers_not_informed()["value"]
	told(booking, state="Failed")
	card = count_customers_not_informed()
	assert card["value"] == before + 1
	assert len(execute(card["route_options"])[1]) == card["value"]


def test_no_text_of_the_report_begins_as_a_formula(booking, told, site, consulting):
	from meeting_manager.meeting_manager.report.customers_not_informed.customers_not_informed import execute

	told(booking, state="Failed", reason="+SUM(A1)")
	site.db.set_value("MM Meeting Booking", booking.name, "customer_name", "=cmd|calc")
	(row,) = execute({"department": consulting.name})[1]
	assert (row["customer_name"], row["reason"]) == ("'=cmd|calc", "'+SUM(A1)")
