"""What a message says, by occasion. Sentences are looked up when they are needed, in the language spoken then."""

from dataclasses import dataclass

from frappe import _

from meeting_manager.meeting_manager.doctype.mm_meeting_booking.expired_requests import NOT_ANSWERED
from meeting_manager.notifications.occasions import (
	ASSIGNED,
	CANCELLED,
	COMPLETED,
	CONFIRMED,
	DECLINED,
	EXPIRED,
	FEE_WAIVED,
	HANDED_OVER,
	NO_SHOW,
	REASSIGNED,
	REMINDER,
	REQUESTED,
	RESCHEDULED,
	TIME_KEPT,
)


@dataclass(frozen=True)
class Wording:
	"""
	:param subject: with the meeting, its date and its start, for members the customer's name as well.
	:param headline: with the other side's name, and for reminders in how long the meeting starts.
	:param lead: with the recipient's name and those of the assigned members.
	"""

	subject: str
	headline: str
	lead: str


def occasion_as_told(booking, occasion: str) -> str:
	"""A request that nobody answered is declined, and told in words of its own."""
	is_expired = occasion == DECLINED and booking.cancellation_reason == NOT_ANSWERED
	return EXPIRED if is_expired else occasion


def for_customer(occasion: str, is_pending: bool) -> Wording:
	return (_to_customer_about_request() if is_pending else {}).get(occasion) or _to_customer()[occasion]


def for_member(occasion: str, is_pending: bool) -> Wording:
	return (_to_member_about_request() if is_pending else {}).get(occasion) or _to_member()[occasion]


def _to_customer() -> dict[str, Wording]:
	return {
		REQUESTED: Wording(
			_("Request received: {0}, {1}, {2}"),
			_("Your request has been received"),
			_("Hello {0}, we hold this time for you. You will get an email once it is confirmed."),
		),
		CONFIRMED: Wording(
			_("Confirmed: {0}, {1}, {2}"),
			_("Your meeting is confirmed"),
			_("Hello {0}, we look forward to meeting you."),
		),
		DECLINED: Wording(
			_("Declined: {0}, {1}, {2}"),
			_("Your request could not be accepted"),
			_("Hello {0}, we are sorry that this time does not work. You are welcome to ask for another."),
		),
		EXPIRED: Wording(
			_("Not answered in time: {0}, {1}, {2}"),
			_("Your request was not answered in time"),
			_(
				"Hello {0}, we are sorry that nobody answered in time. We no longer hold this time for you. You are welcome to ask for another."
			),
		),
		RESCHEDULED: Wording(
			_("Rescheduled: {0}, {1}, {2}"),
			_("Your meeting has been rescheduled"),
			_("Hello {0}, your meeting now takes place at this time."),
		),
		REASSIGNED: Wording(
			_("Changed: {0}, {1}, {2}"),
			_("Your meeting is now with {0}"),
			_("Hello {0}, the time stays the same."),
		),
		TIME_KEPT: Wording(
			_("Unchanged: {0}, {1}, {2}"),
			_("Your meeting stays at its time"),
			_(
				"Hello {0}, the time that you proposed does not work for us. You can choose another one with the link below."
			),
		),
		CANCELLED: Wording(
			_("Cancelled: {0}, {1}, {2}"),
			_("Your meeting is cancelled"),
			_("Hello {0}, this meeting will not take place. You are welcome to book another one."),
		),
		**_to_customer_around_the_meeting(),
	}


def _to_customer_around_the_meeting() -> dict[str, Wording]:
	return {
		REMINDER: Wording(
			_("Reminder: {0}, {1}, {2}"),
			_("Your meeting with {0} starts {1}"),
			_(
				"Hello {0}, we look forward to meeting you. If you cannot come, please tell us with a link below."
			),
		),
		COMPLETED: Wording(
			_("Thank you: {0}, {1}, {2}"),
			_("Thank you for meeting us"),
			_(
				"Hello {0}, we hope that the meeting was worth your time. You are welcome to book another one."
			),
		),
		NO_SHOW: Wording(
			_("We missed you: {0}, {1}, {2}"),
			_("We missed you"),
			_("Hello {0}, we waited for you at this time. You are welcome to book another meeting."),
		),
		FEE_WAIVED: Wording(
			_("Fee waived: {0}, {1}, {2}"),
			_("Your fee has been waived"),
			_("Hello {0}, we told you of a fee for this meeting. You do not have to pay it."),
		),
	}


def _to_customer_about_request() -> dict[str, Wording]:
	return {
		RESCHEDULED: Wording(
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
		REQUESTED: Wording(
			_("Request from {3}: {0}, {1}, {2}"),
			_("{0} asks for a meeting"),
			_("Hello {0}, this request holds your time until it is confirmed or cancelled."),
		),
		ASSIGNED: Wording(
			_("New meeting with {3}: {0}, {1}, {2}"),
			_("New meeting with {0}"),
			_("Hello {0}, this meeting is assigned to you."),
		),
		CONFIRMED: Wording(
			_("Confirmed meeting with {3}: {0}, {1}, {2}"),
			_("Your meeting with {0} is confirmed"),
			_("Hello {0}, the customer has been told."),
		),
		DECLINED: Wording(
			_("Declined meeting with {3}: {0}, {1}, {2}"),
			_("The request from {0} is declined"),
			_("Hello {0}, this meeting will not take place. Your time is free again."),
		),
		EXPIRED: Wording(
			_("Expired request from {3}: {0}, {1}, {2}"),
			_("The request from {0} has expired"),
			_("Hello {0}, nobody answered this request in time. Your time is free again."),
		),
		RESCHEDULED: Wording(
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
		**_to_member_around_the_meeting(),
	}


def _to_member_around_the_meeting() -> dict[str, Wording]:
	return {
		REMINDER: Wording(
			_("Reminder of the meeting with {3}: {0}, {1}, {2}"),
			_("Your meeting with {0} starts {1}"),
			_("Hello {0}, this meeting is assigned to you."),
		),
		COMPLETED: Wording(
			_("Completed meeting with {3}: {0}, {1}, {2}"),
			_("Your meeting with {0} is marked as completed"),
			_("Hello {0}, nothing is left to do."),
		),
		NO_SHOW: Wording(
			_("Missed meeting with {3}: {0}, {1}, {2}"),
			_("{0} is marked as not having come"),
			_("Hello {0}, the customer has been told."),
		),
	}


def _to_member_about_request() -> dict[str, Wording]:
	return {
		RESCHEDULED: Wording(
			_("Request with a new time from {3}: {0}, {1}, {2}"),
			_("{0} asks for another time"),
			_("Hello {0}, this request holds the new time until it is confirmed or cancelled."),
		),
	}
