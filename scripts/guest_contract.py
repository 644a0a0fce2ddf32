"""What the guest API takes and answers, as docs/openapi.json tells it: shapes, arguments, refusals."""

TEXT = {"type": "string"}
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


def record(*optional: str, **fields: dict) -> dict:
	"""An object with exactly these keys, but for the optional ones."""
	return {
		"type": "object",
		"properties": fields,
		"required": sorted(set(fields) - set(optional)),
		"additionalProperties": False,
	}


def each(of: dict) -> dict:
	return {"type": "array", "items": of}


def named(shape: str) -> dict:
	return {"$ref": f"#/components/schemas/{shape}"}


NUMBER, YES_OR_NO, MAYBE_TEXT = {"type": "integer"}, {"type": "boolean"}, {"type": ["string", "null"]}
DATE, TIME, INSTANT = named("Date"), named("Time"), named("Instant")
STATUS = {"enum": ["Pending", "Confirmed", "Rescheduled"]}
PLACE = {"enum": ["Online", "Phone", "In Person"]}
DONE = {"const": True}
KIND = named("Kind")
ANSWERS = {
	"Department": record(department_name=TEXT, department_slug=TEXT, description=MAYBE_TEXT, timezone=TEXT),
	"MeetingType": record(
		meeting_name=TEXT, meeting_slug=TEXT, description=MAYBE_TEXT, duration=NUMBER, location_type=PLACE
	),
	"Slot": record(time=TIME, start=INSTANT, end=INSTANT),
	"Decision": record(
		allowed=YES_OR_NO,
		until=INSTANT,
		fee={
			"type": "integer",
			"minimum": 0,
			"description": "Due now, in the currency's minor unit: 1250 are 12.50 EUR.",
		},
		currency={"type": "string", "description": "ISO 4217 code, empty without a fee."},
		free_until={
			**MAYBE_TEXT,
			"description": "The last moment without a fee, whether or not it is over; null if there was none since booking.",
		},
		needs_reason=YES_OR_NO,
		reasons=each(TEXT),
	),
	"DateAndTime": record(date=DATE, time=TIME),
	"Departments": record(departments=each(named("Department"))),
	"MeetingTypes": record(department=named("Department"), meeting_types=each(named("MeetingType"))),
	"AvailableDates": record(timezone=TEXT, available_dates=each(DATE)),
	"TimeSlots": record(timezone=TEXT, date=DATE, slots=each(named("Slot"))),
	"NewBooking": record(
		success=DONE,
		booking_id=TEXT,
		booking_reference=TEXT,
		status=STATUS,
		start=INSTANT,
		end=INSTANT,
		timezone=TEXT,
		message=TEXT,
		cancel_url=TEXT,
		reschedule_url=TEXT,
		calendar_url=TEXT,
	),
	"Booking": record(
		token_purpose={"enum": ["reschedule", "cancel"]},
		booking_id=TEXT,
		booking_reference=TEXT,
		department=record(department_name=TEXT, department_slug=TEXT, timezone=TEXT),
		meeting_type=record(meeting_name=TEXT, meeting_slug=TEXT),
		current_date=DATE,
		current_time=TIME,
		start=INSTANT,
		end=INSTANT,
		timezone=TEXT,
		duration=NUMBER,
		location_type=PLACE,
		customer_name=TEXT,
		customer_email=TEXT,
		customer_timezone=MAYBE_TEXT,
		assigned_to=each(TEXT),
		status=STATUS,
		policy=record(reschedule=named("Decision"), cancel=named("Decision")),
	),
	"MovedBooking": record(
		"old_assigned_to",
		"new_assigned_to",
		success=DONE,
		message=TEXT,
		booking_id=TEXT,
		old_datetime=named("DateAndTime"),
		new_datetime=named("DateAndTime"),
		member_changed=YES_OR_NO,
		calendar_url=TEXT,
		old_assigned_to=TEXT,
		new_assigned_to=TEXT,
	),
	"Cancelled": record(success=DONE, message=TEXT),
	"MailChoices": record(about=KIND, reminders=YES_OR_NO, thanks=YES_OR_NO),
	"MailChoice": record(success=DONE, message=TEXT, about=KIND, reminders=YES_OR_NO, thanks=YES_OR_NO),
}
