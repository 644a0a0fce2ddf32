"""Reminders that come twice, too late, for the old time, or not at all."""

import pytest

from meeting_manager.notifications.delivery import deliver_for_booking
from tests.site.mails.reading import member_of, other_member

HOUR, DAY = 60, 24 * 60
pytestmark = pytest.mark.usefixtures("mail_server")


@pytest.fixture
def reminders(messages):
	"""(minutes before, recipient, state, due before the start) of a booking's reminders, by mail."""

	def read(booking):
		rows = messages(booking, occasion="Reminder", channel="Email")
		start = booking.start_utc_minute
		return sorted(
			(row.minutes_before, row.recipient_kind, row.state, start - row.due_utc_minute) for row in rows
		)

	return read


def due(minutes, state="Due", kinds=("Customer", "Member")):
	return [(minutes, kind, state, minutes) for kind in kinds]


def test_both_sides_are_reminded_a_day_and_an_hour_before(booking, reminders):
	assert reminders(booking) == [*due(HOUR), *due(DAY)]


def test_a_meeting_type_has_reminders_of_its_own(book, another_type, reminders):
	booking = book("10:00", meeting_type=another_type("Often", reminders="2d, 30m").name)
	assert reminders(booking) == [*due(30), *due(2 * DAY)]


def test_a_meeting_type_may_have_none(book, another_type, reminders):
	assert reminders(book("10:00", meeting_type=another_type("Never", reminders="none").name)) == []


@pytest.mark.parametrize("text", ["24", "soon", "0h", "29d", "1m", "24h,,1h", "1h 2h", "1h,2h,3h,4h,5h,6h"])
def test_what_is_no_reminder_is_refused_in_words(site, another_type, text):
	with pytest.raises(site.ValidationError, match="Reminders: "):
		another_type("Wrong", reminders=text)


def test_a_request_is_not_reminded_of_until_it_is_confirmed(book, site, reminders):
	booking = book("10:00", status="Pending")
	assert reminders(booking) == []
	booking.confirm()
	site.db.commit()
	assert reminders(booking) == [*due(HOUR), *due(DAY)]


def test_a_booking_made_at_short_notice_has_only_what_is_still_ahead(book, at, booking, reminders):
	at(booking.start_utc_minute - 2 * HOUR)
	assert reminders(book("10:00")) == due(HOUR)


def test_a_move_shifts_what_is_due_and_writes_anew_what_was_sent(booking, site, at, reminders):
	at(booking.start_utc_minute - DAY)
	deliver_for_booking(booking.name)
	booking.reload()
	booking.reschedule(booking.start_utc_minute + 2 * HOUR, "")
	site.db.commit()
	start = booking.start_utc_minute
	assert [row for row in reminders(booking) if row[2] == "Due"] == [*due(HOUR), *due(DAY)]
	assert [row for row in reminders(booking) if row[2] == "Sent"] == [
		(DAY, kind, "Sent", DAY + 2 * HOUR) for kind in ("Customer", "Member")
	]
	assert start == booking.start_utc_minute


def test_a_cancellation_skips_them(booking, site, reminders):
	booking.cancel_meeting("Cancelled by Staff")
	site.db.commit()
	assert reminders(booking) == [*due(HOUR, "Skipped"), *due(DAY, "Skipped")]


def test_who_hands_a_meeting_over_is_not_reminded_of_it(booking, site, messages, consulting):
	before, after = member_of(booking), other_member(booking, consulting)
	booking.set("assigned_users", [{"member": after, "user": after}])
	booking.save()
	site.db.commit()
	rows = messages(booking, occasion="Reminder", recipient_kind="Member")
	assert sorted((row.member, row.state) for row in rows) == sorted(
		[(before, "Skipped")] * 2 + [(after, "Due")] * 2
	)


@pytest.mark.parametrize(
	("minutes_before_start", "states"),
	[
		pytest.param(DAY + 1, {DAY: "Due", HOUR: "Due"}, id="a minute early"),
		pytest.param(DAY, {DAY: "Sent", HOUR: "Due"}, id="in time"),
		pytest.param(20 * HOUR, {DAY: "Sent", HOUR: "Due"}, id="hours late"),
		pytest.param(30, {DAY: "Skipped", HOUR: "Sent"}, id="so late that the next one is due"),
		pytest.param(0, {DAY: "Skipped", HOUR: "Skipped"}, id="at the start"),
		pytest.param(-2 * DAY, {DAY: "Skipped", HOUR: "Skipped"}, id="after two days of sleep"),
	],
)
def test_a_late_scheduler_reminds_once_and_never_after_the_start(
	booking, at, messages, minutes_before_start, states
):
	deliver_for_booking(booking.name)
	at(booking.start_utc_minute - minutes_before_start)
	for _run in range(3):
		deliver_for_booking(booking.name)
	for row in messages(booking, occasion="Reminder"):
		expected = states[row.minutes_before]
		assert (row.state, row.times_sent) == (expected, int(expected == "Sent"))
