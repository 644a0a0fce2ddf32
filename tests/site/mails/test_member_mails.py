"""What members read, who never get the customer's links."""

from tests.site.mails.reading import (
	CUSTOMER,
	calendar_of,
	event_of,
	html_of,
	mail_to,
	member_of,
	other_member,
	recipients_of,
	text_of,
	whole,
)


def test_members_never_get_the_customers_links(booking, new_mails, consulting, reload):
	mails = [*new_mails(booking)]
	tokens = [booking.reschedule_token, booking.cancel_token, booking.calendar_token]
	booking.reschedule(booking.start_utc_minute + 90, "")
	tokens += [booking.reschedule_token, booking.cancel_token, booking.calendar_token]
	mails += new_mails(booking)
	handed_over = reload(booking)
	handed_over.assigned_users[0].member = other_member(booking, consulting)
	handed_over.save()
	mails += new_mails(booking)
	reload(booking).cancel_meeting("Cancelled by Staff")
	mails += new_mails(booking)
	to_members = [mail for recipients, mail in mails if recipients != [CUSTOMER]]
	assert len(to_members) == 5
	for mail in to_members:
		assert not any(token in whole(mail) for token in tokens)
		assert "token=" not in whole(mail)


def test_a_member_who_takes_over_and_the_one_before_are_told(booking, new_mails, consulting, reload):
	new_mails(booking)
	before, after = member_of(booking), other_member(booking, consulting)
	handed_over = reload(booking)
	handed_over.assigned_users[0].member = after
	handed_over.save()
	mails = new_mails(booking)
	assert recipients_of(mails) == sorted([CUSTOMER, before, after])
	assert mail_to(before, mails)["Subject"].startswith(
		"Handed-over meeting with Alex Example: Discovery Call"
	)
	assert calendar_of(mail_to(before, mails))["METHOD"] == "CANCEL"
	assert mail_to(after, mails)["Subject"].startswith("New meeting with Alex Example: Discovery Call")
	assert calendar_of(mail_to(after, mails))["METHOD"] == "REQUEST"
	new_name, old_name = handed_over.assigned_users[0].member_name, booking.assigned_users[0].member_name
	assert f"With: {new_name}, instead of {old_name}" in text_of(mail_to(CUSTOMER, mails)).splitlines()
	assert CUSTOMER not in text_of(mail_to(before, mails))


def test_whoever_loses_a_moved_meeting_reads_the_time_that_is_free_again(
	booking, new_mails, consulting, reload
):
	new_mails(booking)
	before, after = member_of(booking), other_member(booking, consulting)
	moved = reload(booking)
	moved.assigned_users[0].member = after
	moved.start_utc_minute += 90
	moved.save()
	mails = new_mails(booking)
	assert recipients_of(mails) == sorted([CUSTOMER, before, after])
	assert "When: 10:00–10:30" in text_of(mail_to(before, mails))
	assert "When: 11:30–12:00" in text_of(mail_to(after, mails))
	assert "Before:" not in text_of(mail_to(after, mails))
	assert event_of(mail_to(before, mails))["DTSTART"].dt == booking.start


def test_a_member_reads_what_was_said_at_the_cancellation(booking, new_mails):
	new_mails(booking)
	booking.cancel_meeting("Customer Cancelled", "I am ill")
	text = text_of(mail_to(member_of(booking), new_mails(booking)))
	assert "What was said: I am ill" in text.splitlines()


def test_each_recipient_reads_the_own_language(booking, new_mails, changed, monkeypatch):
	from meeting_manager.presentation import languages

	monkeypatch.setattr(languages, "spoken_languages", lambda: {"en", "de"})
	new_mails(booking)
	changed("User", member_of(booking), language="de")
	booking.cancel_meeting("Cancelled by Staff")
	mails = new_mails(booking)
	assert "Montag, " in text_of(mail_to(member_of(booking), mails))
	assert 'lang="de"' in html_of(mail_to(member_of(booking), mails))
	assert "Monday, " in text_of(mail_to(CUSTOMER, mails))


def test_a_language_that_the_app_does_not_speak_is_not_mixed_in(booking, new_mails, changed):
	new_mails(booking)
	changed("User", member_of(booking), language="sv")
	booking.cancel_meeting("Cancelled by Staff")
	assert "Monday, " in text_of(mail_to(member_of(booking), new_mails(booking)))
