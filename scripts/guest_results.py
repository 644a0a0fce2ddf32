"""What the guest API answers, as docs/openapi.json tells it: the shapes of results."""

TEXT = {"type": "string"}


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
