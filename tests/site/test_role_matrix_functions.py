"""A function that somebody should not call, or by a method that may not change anything: every cell of the table."""

import importlib
import json
import pkgutil

import frappe
import pytest

import meeting_manager
from tests.site.factories import next_monday
from tests.site.role_fixtures import matrix, undone  # noqa: F401 (fixtures)
from tests.site.role_people import BOOKING, email_of
from tests.site.role_table import FUNCTIONS, ROLES, read_table
from tests.site.role_ways import IS_OFFERED_HERE

TABLE = read_table(FUNCTIONS)
API = "meeting_manager.meeting_manager.api."
CONFIRM, RESEND = "MMMeetingBooking.confirm", "MMMessage.resend"
DELETE = "MMMeetingBooking.delete_with_reason"
WAIVE = "MMMeetingBooking.waive_fee"
COLUMNS = {"desk.explain_slots": "members", "day_board.get_day": "columns"}
"""Functions that show a column for each member whom the asker may see, and where their answers have them."""


def whitelisted_functions() -> dict[str, object]:
	"""By the names of the table; found in every module of the app."""
	for module in pkgutil.walk_packages(meeting_manager.__path__, "meeting_manager."):
		importlib.import_module(module.name)
	own = [function for function in whitelist() if function.__module__.startswith("meeting_manager.")]
	return {name_of(function): function for function in own}


def whitelist() -> set:
	if IS_OFFERED_HERE:
		return frappe.whitelisted
	from frappe._whitelist import whitelisted

	return whitelisted


def name_of(function) -> str:
	if "." in function.__qualname__:
		return function.__qualname__
	return f"{function.__module__.removeprefix(API)}.{function.__name__}"


def test_every_whitelisted_function_has_a_row(site):
	assert set(whitelisted_functions()) == set(TABLE)


def test_only_the_guest_functions_are_open_to_guests(site):
	guests = frappe.guest_methods if IS_OFFERED_HERE else frappe._whitelist.guest_methods
	own = {name_of(function) for function in guests if function.__module__.startswith("meeting_manager.")}
	assert own == {name for name in TABLE if name.startswith("public.")}


def arguments_of(name: str, here) -> dict:
	offer = {"department_slug": here.department.department_slug, "meeting_type_slug": here.type.meeting_slug}
	day = next_monday().isoformat()
	customer = {"customer_name": "Kim Role", "customer_email": email_of("customer")}
	details = {"doctype": BOOKING, "dt": BOOKING, "dn": here.pending.name, "method": "confirm"}
	return {
		"public.get_departments": {},
		"public.get_meeting_types": {"department_slug": offer["department_slug"]},
		"public.get_available_dates": {**offer, "start_date": day, "end_date": day},
		"public.get_available_time_slots": {**offer, "date": day},
		"public.create_booking": {**offer, **customer, "date": day, "time": "11:00"},
		"public.get_booking_details": {"token": here.booking.cancel_token},
		"public.feed": {"token": here.feed.address.split("token=")[1]},
		"public.ics": {"token": here.booking.calendar_token},
		"public.reschedule_booking": {
			"token": here.booking.reschedule_token,
			"new_date": day,
			"new_time": "11:00",
		},
		"public.cancel_booking": {"token": here.booking.cancel_token},
		"public.get_mail_choices": {"token": mail_choices_token()},
		"public.set_mail_choice": {"token": mail_choices_token(), "about": "reminders", "wanted": "yes"},
		"desk.explain_slots": {"meeting_type": here.type.name, "date": day},
		"desk.explain_start": {
			"meeting_type": here.type.name,
			"member": here.member,
			"start": f"{day}T11:00:00+00:00",
		},
		"staff_lengths.check_staff_length": {"booking": here.booking.name, "minutes": 45},
		"staff_lengths.change_length_as_staff": {"booking": here.booking.name, "minutes": 45},
		"day_board.get_day": {"department": here.department.name, "date": day},
		"booking_calendar.get_events": {
			"start": f"{day}T00:00:00Z",
			"end": f"{day}T23:55:00Z",
			"department": here.department.name,
		},
		"desk.preview_mail": {"booking": here.booking.name, "occasion": "Confirmed"},
		"policy_trial.try_on_past_bookings": {"policy": {"policy_name": "Draft", "cancel_notice_hours": 24}},
		"desk.get_mail_languages": {},
		"calendar_addresses.show": {"doctype": "MM Member Profile", "name": here.member},
		"calendar_addresses.renew": {"doctype": "MM Member Profile", "name": here.member},
		"booking_messages.get_messages": {"booking": here.booking.name},
		"booking_messages.count_customers_not_informed": {},
		**staff_arguments_of(here, day),
		"bulk.preview_bulk_cancel": {"bookings": [here.booking.name], "reason": "Ill"},
		"bulk.bulk_cancel": {"bookings": [here.booking.name], "reason": "Ill"},
		"bulk.preview_bulk_move": {"bookings": [here.booking.name], "minutes": 60},
		"bulk.bulk_move": {"bookings": [here.booking.name], "minutes": 60},
		"bulk.undo_operation": {"operation": here.operation},
		"affected.list_affected": {"department": here.department.name},
		"affected.preview_settle_affected": {
			"decisions": [{"booking": here.booking.name, "action": "keep", "reason": "Agreed"}]
		},
		"quick_booking.get_choices": {},
		"quick_booking.get_times": {"meeting_type": here.type.name, "date": day},
		"quick_booking.find_customers": {"text": "Kim"},
		"quick_booking.book": {
			**customer,
			"meeting_type": here.type.name,
			"start": f"{day}T11:00:00{offset_of(day)}",
		},
		"affected.settle_affected": {
			"decisions": [{"booking": here.booking.name, "action": "keep", "reason": "Agreed"}]
		},
		CONFIRM: details,
		WAIVE: {
			"dt": BOOKING,
			"dn": here.charged,
			"method": "waive_fee",
			"args": json.dumps({"reason": "Kindness"}),
		},
		DELETE: {**details, "method": "delete_with_reason", "args": json.dumps({"reason": "Made twice"})},
		"MMCalendarReply.accept": {"dt": "MM Calendar Reply", "dn": here.reply, "method": "accept"},
		"MMCalendarReply.dismiss": {"dt": "MM Calendar Reply", "dn": here.reply, "method": "dismiss"},
		RESEND: {"dt": "MM Message", "dn": here.message, "method": "resend"},
	}[name]


def staff_arguments_of(here, day: str) -> dict:
	booking = {"booking": here.booking.name}
	return {
		"staff_bookings.get_staff_choices": booking,
		"staff_bookings.check_staff_move": {**booking, "start": f"{day}T12:00:00+00:00"},
		"staff_bookings.staff_times": {**booking, "date": day},
		"staff_bookings.move_as_staff": {**booking, "start": f"{day}T12:00:00+00:00"},
		"staff_bookings.reassign_as_staff": {**booking, "member": email_of("colleague")},
		"staff_bookings.cancel_as_staff": {**booking, "text": "Ill"},
		"staff_bookings.decline": {"booking": here.pending.name, "reason": "Full"},
		"staff_bookings.complete": booking,
		"staff_bookings.mark_no_show": booking,
		"staff_bookings.copy_customer_links": booking,
	}


def offset_of(day: str) -> str:
	"""Of the departments' zone on that day, for a start in their hours."""
	from datetime import datetime
	from zoneinfo import ZoneInfo

	return datetime.fromisoformat(f"{day}T11:00").replace(tzinfo=ZoneInfo("Europe/Berlin")).isoformat()[-6:]


def mail_choices_token() -> str:
	from meeting_manager.meeting_manager.doctype.mm_notification_choice.mail_choices import derive_token

	return derive_token(email_of("customer"), "reminders")


def path_of(name: str) -> str:
	return "/api/method/run_doc_method" if name.startswith("MM") else f"/api/method/{API}{name}"


def outcome(answer, name: str, role: str) -> str:
	if answer.status_code != 200:
		return str(answer.status_code)
	if name == "calendar_addresses.renew" and not answer.json["message"]:
		return "ended"
	if name == "booking_calendar.get_events":
		return "yes" if answer.json["message"]["events"] else "nothing"
	if name not in COLUMNS:
		return "yes"
	shown = {column["member"] for column in answer.json["message"][COLUMNS[name]]}
	everybody = {email_of("member"), email_of("colleague")}
	if not shown:
		return "nothing"
	return "all" if shown == everybody else "own" if shown == {email_of(role)} else str(shown)


@pytest.mark.parametrize("name", TABLE)
def test_a_function_answers_whom_the_table_says(matrix, undone, name):  # noqa: F811
	arguments, found = arguments_of(name, matrix.here), {}
	for role in ROLES:
		answer = matrix.ask(role, "POST", path_of(name), json=arguments)
		found[role] = outcome(answer, name, role)
	assert found == {role: TABLE[name][role] for role in ROLES}


@pytest.mark.parametrize("name", [name for name in TABLE if TABLE[name]["methods"] == "POST"])
@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_what_changes_something_is_refused_by_any_other_method(matrix, undone, name, method):  # noqa: F811
	arguments = arguments_of(name, matrix.here)
	options = {"query_string": arguments} if method == "GET" else {"json": arguments}
	codes = {role: matrix.ask(role, method, path_of(name), **options).status_code for role in ROLES}
	assert codes == dict.fromkeys(ROLES, 403)


@pytest.mark.skipif(not IS_OFFERED_HERE, reason="localsite has neither address")
@pytest.mark.parametrize(
	("path", "form"),
	[("/api/resource/{0}/{1}", {"run_method": "confirm"}), ("/api/v2/document/{0}/{1}/method/confirm/", {})],
	ids=["REST", "REST 2"],
)
def test_confirming_by_the_documents_own_address_takes_the_same_right(matrix, undone, path, form):  # noqa: F811
	address = path.format(BOOKING, matrix.here.pending.name)
	found = {role: matrix.ask(role, "POST", address, data=form).status_code for role in ROLES}
	assert found == {role: 200 if TABLE[CONFIRM][role] == "yes" else 403 for role in ROLES}


@pytest.mark.parametrize("role", ROLES)
def test_confirming_a_booking_as_the_asker_describes_it_grants_nothing(matrix, undone, role):  # noqa: F811
	"""The document is sent along, as its own and the asker's: what is stored decides."""
	stolen = {
		"doctype": BOOKING,
		"name": matrix.here.pending.name,
		"modified": str(frappe.db.get_value(BOOKING, matrix.here.pending.name, "modified")),
		"department": "Elsewhere",
		"assigned_users": [{"member": "x", "user": "x"}],
	}
	form = {"docs": json.dumps(stolen), "method": "confirm"}
	code = matrix.ask(role, "POST", "/api/method/run_doc_method", json=form).status_code
	assert (code == 403) is (TABLE[CONFIRM][role] == "403")
