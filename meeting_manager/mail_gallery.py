"""Every mail that the app writes, as it arrives: about bookings of the demo's that are made for it and rolled back.

`bench --site NAME execute meeting_manager.mail_gallery.write_gallery --kwargs "{'folder': '/tmp/mails'}"`
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from functools import partial
from itertools import chain
from pathlib import Path

import frappe

from meeting_manager.adapters.running_operation import Operation, within
from meeting_manager.adapters.site_time import current_minute
from meeting_manager.meeting_manager.doctype.mm_meeting_booking.booking_claims import release_claims
from meeting_manager.meeting_manager.doctype.mm_meeting_booking.expired_requests import NOT_ANSWERED
from meeting_manager.notifications.booking_mail import Mail, in_frame, render_mail
from meeting_manager.notifications.changes import BOOKING
from meeting_manager.notifications.digest import render_digest
from meeting_manager.notifications.ledger import CUSTOMER as CUSTOMER_KIND
from meeting_manager.notifications.ledger import EMAIL, MEMBER, MESSAGE
from meeting_manager.notifications.occasions import ASSIGNED, CONFIRMED, OCCASIONS, REMINDER, REQUESTED
from meeting_manager.notifications.operation_mail import render_operation_mail
from meeting_manager.presentation.languages import spoken_languages
from meeting_manager.scheduling import status
from meeting_manager.scheduling.actors import SYSTEM
from meeting_manager.scheduling.policy import FEE, Fee, FeeTier, Policy
from meeting_manager.scheduling.policy_record import write_policy
from meeting_manager.scheduling.zones import QUANTUM, find_zone, wall_to_minute

FOUR_WEEKS = 28 * 24 * 60
CUSTOMER = {
	"customer_name": "Alex Example",
	"customer_email": "alex@example.com",
	"customer_phone": "+49 30 1234567",
	"customer_timezone": "Europe/London",
	"customer_notes": "We would like to talk about the new site.\nIs a workshop possible?",
}
CALL, SESSION = ("Consulting", "Discovery Call"), ("Consulting", "Strategy Session")
HOUR, PRICE = 60, 9000
FEES = Policy(
	cancel_notice=HOUR,
	currency="EUR",
	tiers=(FeeTier(48 * HOUR, Fee(percent=25)), FeeTier(24 * HOUR, Fee(percent=50))),
	no_show_fee=Fee(percent=100),
	waivable=(FEE,),
)
BY_CUSTOMER, BY_STAFF = "Customer Cancelled", "Cancelled by Staff"


def write_gallery(folder: str) -> None:
	"""Write each mail in each language as .html and .txt into the folder, and `mails.json` that lists them."""
	target = Path(folder)
	target.mkdir(parents=True, exist_ok=True)
	try:
		written = list(_write_all(target))
	finally:
		frappe.db.rollback()
	(target / "mails.json").write_text(json.dumps(written, indent=1, ensure_ascii=False), encoding="utf-8")


def _write_all(target: Path) -> Iterator[dict]:
	for number, (story, occasion, kind, render) in enumerate(_all_mails(), 1):
		for language in sorted(spoken_languages()):
			name = f"{language}-{number:02}-{occasion}-{kind}".lower().replace(" ", "-")
			yield {
				"name": name,
				"story": story,
				"occasion": occasion,
				"to": kind,
				"language": language,
				**_write(target / name, render(language)),
			}


def _all_mails() -> Iterator[tuple[str, str, str, Callable[[str], Mail]]]:
	"""Story, occasion, recipient, and what writes the mail in a language."""
	for title, messages in stories(CALL, SESSION):
		for message in messages:
			yield title, message.occasion, message.recipient_kind, partial(render_mail, message)
	yield from stories_of_many(CALL)


def _write(path: Path, mail: Mail) -> dict:
	path.with_name(f"{path.name}.html").write_text(in_frame(mail), encoding="utf-8")
	path.with_name(f"{path.name}.txt").write_text(mail.text, encoding="utf-8")
	return {"subject": mail.subject, "recipient": mail.recipient.email}


def stories(call: tuple[str, str], session: tuple[str, str]) -> Iterator[tuple[str, Iterator]]:
	"""The lives that bookings have, each with its messages as they come: every mail to customers and members is among them.

	:param call: department and meeting name of what is confirmed at once, and `session` of what needs approval.
	"""
	most, reminders = set(OCCASIONS) - {REMINDER}, {REMINDER}
	later = most - {REQUESTED, CONFIRMED, ASSIGNED}
	yield "Booked, moved, given to somebody else, cancelled", _live(call, most, _move, _reassign, _cancel)
	yield "Asked for, moved, confirmed", _live(session, most, _move, _confirm)
	yield "Asked for, declined", _live(session, later, _decline)
	yield "Asked for, not answered in time", _live(session, later, _expire)
	yield "Asked for, cancelled by the customer", _live(session, later, _withdraw)
	yield "Another time proposed, and not accepted", _live(call, later, _keep_time)
	yield "Reminded, met", _live(call, later | reminders, _become(status.COMPLETED))
	yield "Not come", _live(call, later, _become(status.NO_SHOW))
	yield "With fees: moved, cancelled late", _live(call, most | reminders, _move, _withdraw_late, fees=FEES)
	yield "With fees: not come, then waived", _live(call, later, _become(status.NO_SHOW), _waive, fees=FEES)


def stories_of_many(call: tuple[str, str]) -> Iterator[tuple[str, str, str, Callable[[str], Mail]]]:
	"""What tells of several bookings at once, as `_all_mails` gives it."""
	for occasion, change in (("Moved", _move), ("Cancelled", _cancel)):
		bookings = [_book(call, day, _members_of(call[0])[:1]) for day in range(7, 10)]
		with within(Operation(frappe.generate_hash(length=10))):
			for booking in bookings:
				change(booking)
		for kind in (CUSTOMER_KIND, MEMBER):
			told = [_changes_told(booking, kind) for booking in bookings]
			yield "Several at once", occasion, kind, partial(render_operation_mail, [one[-1] for one in told])
		yield "Several at once", f"Digest {occasion}", MEMBER, partial(render_digest, [*chain(*told)])


def _live(
	kind: tuple[str, str], occasions: set[str], *changes: Callable, fees: Policy | None = None
) -> Iterator:
	"""Yield the mails of a booking that are new after each of its changes."""
	booking, seen = _book(kind), set()
	if fees:
		booking.db_set("policy", write_policy(fees, PRICE))
	for change in (lambda booking: None, *changes):
		change(booking)
		for message in _mails(booking):
			if message.name not in seen and message.occasion in occasions:
				yield message
			seen.add(message.name)


def _mails(booking) -> list:
	filters = {"booking": booking.name, "channel": EMAIL}
	names = frappe.get_all(MESSAGE, filters, pluck="name", order_by="creation asc, name asc")
	return [frappe.get_doc(MESSAGE, name) for name in names]


def _changes_told(booking, recipient_kind: str) -> list:
	return [
		mail
		for mail in _mails(booking)
		if mail.recipient_kind == recipient_kind and mail.occasion != REMINDER
	]


def _book(kind: tuple[str, str], days_later: int = 0, members: Sequence[str] = ()):
	department, name = kind
	place = {"department": department, "meeting_name": name}
	return frappe.get_doc(
		{
			"doctype": BOOKING,
			"department": department,
			"meeting_type": frappe.db.get_value("MM Meeting Type", place),
			"start_utc_minute": _monday_morning(department) + days_later * 24 * 60,
			"assigned_users": [{"member": member} for member in members],
			**CUSTOMER,
		}
	).insert()


def _monday_morning(department: str) -> int:
	today = date.today()
	day = today + timedelta(days=21 - today.weekday())
	zone = find_zone(frappe.db.get_value("MM Department", department, "timezone"))
	return wall_to_minute(zone, day, 9 * 60)


def _members_of(department: str) -> list[str]:
	return frappe.get_all("MM Department Member", {"parent": department}, pluck="member", order_by="idx asc")


def _move(booking) -> None:
	booking.reschedule(booking.start_utc_minute + 24 * 60 + 90, "")


def _keep_time(booking) -> None:
	booking.keep_time()


def _confirm(booking) -> None:
	booking.confirm()


def _reassign(booking) -> None:
	row = booking.assigned_users[0]
	successor = next(member for member in _members_of(booking.department) if member != row.member)
	booking.set("assigned_users", [{"member": successor}])
	booking.save()


def _cancel(booking) -> None:
	booking.cancel_meeting(BY_STAFF)


def _decline(booking) -> None:
	booking.cancel_meeting("Declined by Staff")


def _expire(booking) -> None:
	booking.flags.actor = SYSTEM
	booking.cancel_meeting(NOT_ANSWERED)


def _withdraw(booking) -> None:
	booking.cancel_meeting(BY_CUSTOMER, "I found the answer in your handbook.")


def _withdraw_late(booking) -> None:
	"""Three hours before the meeting, as it stands in the database."""
	release_claims(booking)
	start = (current_minute() + 3 * HOUR) // QUANTUM * QUANTUM
	booking.db_set({"start_utc_minute": start, "end_utc_minute": start + booking.duration})
	booking.reload()
	_withdraw(booking)


def _waive(booking) -> None:
	booking.waive_fee("Long-standing customer")
	booking.reload()


def _let_it_be_over(booking) -> None:
	"""Four weeks earlier than it was booked for, as it stands in the database."""
	release_claims(booking)
	for field in ("start_utc_minute", "end_utc_minute"):
		booking.db_set(field, booking.get(field) - FOUR_WEEKS)
	booking.reload()


def _become(wanted: str) -> Callable:
	def change(booking) -> None:
		_let_it_be_over(booking)
		booking.status = wanted
		booking.save()

	return change
