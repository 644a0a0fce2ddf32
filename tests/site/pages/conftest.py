import pytest

from tests.site.pages.reading import MONDAY, UNKNOWN


@pytest.fixture
def book_path(consulting) -> str:
	return f"/book/{consulting.slug}/{consulting.type_slug}"


@pytest.fixture
def reschedule_path(booking) -> str:
	return f"/reschedule-booking?token={booking.reschedule_token}"


@pytest.fixture
def cancel_path(booking) -> str:
	return f"/cancel-booking?token={booking.cancel_token}"


@pytest.fixture
def mails_path(site) -> str:
	from meeting_manager.meeting_manager.doctype.mm_notification_choice.mail_choices import derive_token

	return f"/mails/{derive_token('alex@example.com', 'reminders')}"


@pytest.fixture
def every_path(book_path, consulting, reschedule_path, cancel_path, mails_path) -> list[str]:
	"""Each page that a guest can open, and the errors they lead to."""
	return [
		"/book",
		f"/book/{consulting.slug}",
		book_path,
		f"{book_path}?date={MONDAY}",
		reschedule_path,
		f"{reschedule_path}&date={MONDAY}",
		cancel_path,
		"/book/nowhere",
		f"/book/{consulting.slug}/nothing",
		"/book/a/b/c",
		f"/reschedule-booking?token={UNKNOWN}",
		"/cancel-booking",
		mails_path,
		"/mails",
		"/mails/nothing",
	]


@pytest.fixture
def details() -> dict:
	return {
		"customer_name": "Alex Example",
		"customer_email": "alex@example.com",
		"customer_phone": "+49 30 1234567",
		"notes": "Our first question",
	}


@pytest.fixture
def settings(site):
	"""Change MM Settings for one test: `settings(cancel_notice_hours=24)`."""
	before = {}

	def change(**values):
		doc = site.get_doc("MM Settings")
		before.update({name: doc.get(name) for name in values if name not in before})
		doc.update(values)
		doc.save()
		site.db.commit()

	yield change
	site.db.rollback()
	if before:
		change(**before)
