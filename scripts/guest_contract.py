"""What the guest API takes and refuses, as docs/openapi.json tells it: shapes of arguments, functions, codes."""

SHAPES = {
	"slug": {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$", "maxLength": 60},
	"token": {"type": "string", "pattern": "^[A-Za-z0-9_-]{43}$"},
	"choice_token": {"type": "string", "pattern": "^[rt][A-Za-z0-9_-]{24}$"},
	"kind": {"type": "string", "enum": ["reminders", "thanks"]},
	"yes_or_no": {"type": "string", "enum": ["yes", "no"]},
	"date": {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$", "examples": ["2027-03-01"]},
	"time": {
		"type": "string",
		"pattern": r"^([01]\d|2[0-3]):[0-5]\d([+-]([01]\d|2[0-3]):[0-5]\d)?$",
		"examples": ["10:00", "02:30+01:00"],
	},
	"instant": {"type": "string", "format": "date-time", "examples": ["2027-03-01T10:00:00+01:00"]},
	"zone": {"type": "string", "maxLength": 140, "examples": ["Europe/Berlin"]},
	"email": {"type": "string", "format": "email", "maxLength": 140, "examples": ["alex@example.com"]},
	"phone": {"type": "string", "pattern": r"^(\+?[0-9][0-9 ().-]{2,18})?$", "examples": ["+49 30 1234567"]},
	"name": {"type": "string", "minLength": 1, "maxLength": 80},
	"line": {"type": "string", "maxLength": 140},
	"note": {"type": "string", "maxLength": 2000},
	"reason": {"type": "string", "maxLength": 500},
}
OFFER = [
	("department_slug", "slug", True, "As get_departments lists it."),
	("meeting_type_slug", "slug", True, "As get_meeting_types lists it."),
]
SEARCH_ZONE = (
	"timezone",
	"zone",
	False,
	"Of the answer; by default, and in person always, the department's.",
)
MOVING = (
	"reschedule_token",
	"token",
	False,
	"Of a booking to be moved: it blocks nothing, and its meeting type is searched.",
)
READ, WRITE = ["get", "post"], ["post"]
CALENDAR = "text/calendar"
"""Answered as it is, and not as JSON."""
FUNCTIONS = {
	"get_departments": {
		"methods": READ,
		"summary": "The active departments, by name",
		"arguments": [],
		"answer": "Departments",
		"refusals": [],
	},
	"get_meeting_types": {
		"methods": READ,
		"summary": "A department's active and public meeting types, by name",
		"arguments": OFFER[:1],
		"answer": "MeetingTypes",
		"refusals": [404],
	},
	"get_available_dates": {
		"methods": READ,
		"summary": "The dates on which at least one meeting can start",
		"arguments": [
			*OFFER,
			("start_date", "date", False, "Today by default."),
			("end_date", "date", False, "At most 62 days after start_date; 31 by default."),
			SEARCH_ZONE,
			MOVING,
		],
		"answer": "AvailableDates",
		"refusals": [404],
	},
	"get_available_time_slots": {
		"methods": READ,
		"summary": "The times of one day at which a meeting can start",
		"arguments": [*OFFER, ("date", "date", True, "A day of the zone asked for."), SEARCH_ZONE, MOVING],
		"answer": "TimeSlots",
		"refusals": [404],
	},
	"create_booking": {
		"methods": WRITE,
		"summary": "Book a meeting, at `start` or at `date` and `time`",
		"arguments": [
			*OFFER,
			("date", "date", False, "In the department's zone. Required without start."),
			(
				"time",
				"time",
				False,
				"With its offset from UTC where the clocks show it twice. Required without start.",
			),
			(
				"start",
				"instant",
				False,
				"With its offset, at a multiple of five minutes. Comes before date and time.",
			),
			("customer_name", "name", True, "Without < > / \\ : @"),
			("customer_email", "email", True, "One address: everything about the booking is mailed there."),
			("customer_phone", "phone", False, "A telephone number."),
			("customer_timezone", "zone", False, "The zone that mails show; the department's by default."),
			(
				"notes",
				"note",
				False,
				"For whoever meets the customer. Angle brackets become full-width ones.",
			),
			(
				"idempotency_key",
				"line",
				False,
				"The same request with the same key gets the first answer for 24 hours and books nothing.",
			),
		],
		"answer": "NewBooking",
		"refusals": [403, 404, 409],
	},
	"get_booking_details": {
		"methods": READ,
		"summary": "A booking, as either of its links opens it",
		"arguments": [("token", "token", True, "From the link to reschedule or to cancel.")],
		"answer": "Booking",
		"refusals": [404, 409],
	},
	"ics": {
		"methods": READ,
		"summary": "A booking as a file for calendar programs (RFC 5545)",
		"arguments": [("token", "token", True, "From either link, or from the link to the file.")],
		"answer": CALENDAR,
		"refusals": [404, 409],
	},
	"feed": {
		"methods": READ,
		"summary": "A member's or a department's calendar, for programs that subscribe to it (RFC 5545)",
		"arguments": [("token", "token", True, "From the address that the Desk shows.")],
		"answer": CALENDAR,
		"is_versioned": True,
		"refusals": [404],
	},
	"reschedule_booking": {
		"methods": WRITE,
		"summary": "Move a booking; both links change, and the new ones go by mail only",
		"arguments": [
			("token", "token", True, "From the link to reschedule."),
			("new_date", "date", True, "In the department's zone."),
			("new_time", "time", True, "In the department's zone."),
		],
		"answer": "MovedBooking",
		"refusals": [403, 404, 409],
	},
	"cancel_booking": {
		"methods": WRITE,
		"summary": "Cancel a booking for good",
		"arguments": [
			("token", "token", True, "From the link to cancel."),
			(
				"reason",
				"reason",
				False,
				"What the customer wants to say about it; where the policy names reasons, one of them, alone or followed by a colon and more.",
			),
		],
		"answer": "Cancelled",
		"refusals": [403, 404, 409],
	},
	"get_mail_choices": {
		"methods": READ,
		"summary": "Which mails still go to a mailbox, of those that can be switched off",
		"arguments": [("token", "choice_token", True, "From the link in a reminder or in a thank-you mail.")],
		"answer": "MailChoices",
		"refusals": [404],
	},
	"set_mail_choice": {
		"methods": WRITE,
		"summary": "Switch one kind of mails off or on again for a mailbox",
		"arguments": [
			("token", "choice_token", True, "From the link in a reminder or in a thank-you mail."),
			("about", "kind", True, "Which mails."),
			("wanted", "yes_or_no", True, "Whether they still come."),
		],
		"answer": "MailChoice",
		"refusals": [403, 404],
	},
}
REFUSALS = {
	403: ("A GET or HEAD asked for a change", ["WrongMethodError"]),
	404: ("The link or what it names is not there", ["InvalidLinkError", "NotOfferedError"]),
	409: (
		"The booking or somebody's calendar does not allow it",
		[
			"BookingClosedError",
			"PolicyError",
			"NoMemberAvailableError",
			"OverlappingBookingError",
			"ClaimedTimeError",
			"RepeatedKeyError",
		],
	),
	417: (
		"A value is missing or malformed, or lies in the past; the sentence names it",
		["InvalidInputError", "PastDateError", "BookingRefusal", "ValidationError"],
	),
	429: (
		"Too many requests; Retry-After tells the seconds to wait",
		["TooManyRequestsError", "MailLimitError"],
	),
	500: ("A fault of the server; the sentence holds the number of its log", ["UnexpectedError"]),
	503: ("The database stayed busy; nothing was written", ["BusyError"]),
}
EVERYWHERE = (417, 429, 500, 503)
"""What any call may get."""
