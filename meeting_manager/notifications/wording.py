"""What a mail says, by event. Sentences are looked up when they are needed, in the language spoken then."""

from dataclasses import dataclass

from frappe import _

from meeting_manager.notifications.event_names import (
	BOOKED,
	CANCELLED,
	CONFIRMED,
	HANDED_OVER,
	MOVED,
	REASSIGNED,
)


@dataclass(frozen=True)
class Wording:
	"""
	:param subject: with the meeting, its date and its start, for members the customer's name as well.
	:param headline: with the other side's name.
	:param lead: with the recipient's name and those of the assigned members.
	"""

	subject: str
	headline: str
	lead: str


def for_customer(event: str, is_pending: bool) -> Wording:
	return (_to_customer_about_request() if is_pending else {}).get(event) or _to_customer()[event]


def for_member(event: str, is_pending: bool) -> Wording:
	return (_to_member_about_request() if is_pending else {}).get(event) or _to_member()[event]


def _to_customer() -> dict[str, Wording]:
	confirmed = Wording(
		_("Confirmed: {0}, {1}, {2}"),
		_("Your meeting is confirmed"),
		_("Hello {0}, we look forward to meeting you."),
	)
	return {
		BOOKED: confirmed,
		CONFIRMED: confirmed,
		MOVED: Wording(
			_("Rescheduled: {0}, {1}, {2}"),
			_("Your meeting has been rescheduled"),
			_("Hello {0}, your meeting now takes place at this time."),
		),
		REASSIGNED: Wording(
			_("Changed: {0}, {1}, {2}"),
			_("Your meeting is now with {0}"),
			_("Hello {0}, the time stays the same."),
		),
		CANCELLED: Wording(
			_("Cancelled: {0}, {1}, {2}"),
			_("Your meeting is cancelled"),
			_("Hello {0}, this meeting will not take place. You are welcome to book another one."),
		),
	}


def _to_customer_about_request() -> dict[str, Wording]:
	return {
		BOOKED: Wording(
			_("Request received: {0}, {1}, {2}"),
			_("Your request has been received"),
			_("Hello {0}, we hold this time for you. You will get an email once it is confirmed."),
		),
		MOVED: Wording(
			_("Request with a new time: {0}, {1}, {2}"),
			_("Your request has a new time"),
			_("Hello {0}, we hold the new time for you. You will get an email once it is confirmed."),
		),
		CANCELLED: Wording(
			_("Request cancelled: {0}, {1}, {2}"),
			_("Your request is cancelled"),
			_(
				"Hello {0}, the meeting you asked for will not take place. You are welcome to ask for another."
			),
		),
	}


def _to_member() -> dict[str, Wording]:
	return {
		BOOKED: Wording(
			_("New meeting with {3}: {0}, {1}, {2}"),
			_("New meeting with {0}"),
			_("Hello {0}, this meeting is assigned to you."),
		),
		CONFIRMED: Wording(
			_("Confirmed meeting with {3}: {0}, {1}, {2}"),
			_("Your meeting with {0} is confirmed"),
			_("Hello {0}, the customer has been told."),
		),
		MOVED: Wording(
			_("Rescheduled meeting with {3}: {0}, {1}, {2}"),
			_("Your meeting with {0} has been rescheduled"),
			_("Hello {0}, this meeting has a new time. The customer has been told."),
		),
		HANDED_OVER: Wording(
			_("Handed-over meeting with {3}: {0}, {1}, {2}"),
			_("Your meeting with {0} was handed over"),
			_("Hello {0}, {1} takes over this meeting. Your time is free again."),
		),
		CANCELLED: Wording(
			_("Cancelled meeting with {3}: {0}, {1}, {2}"),
			_("Your meeting with {0} is cancelled"),
			_("Hello {0}, this meeting will not take place. Your time is free again."),
		),
	}


def _to_member_about_request() -> dict[str, Wording]:
	return {
		BOOKED: Wording(
			_("Request from {3}: {0}, {1}, {2}"),
			_("{0} asks for a meeting"),
			_("Hello {0}, this request holds your time until it is confirmed or cancelled."),
		),
		MOVED: Wording(
			_("Request with a new time from {3}: {0}, {1}, {2}"),
			_("{0} asks for another time"),
			_("Hello {0}, this request holds the new time until it is confirmed or cancelled."),
		),
	}
