"""However often and by however many it is clicked at once, each booking is made once."""

from uuid import uuid4

import frappe
import pytest

from meeting_manager.meeting_manager.api import booking_once, quick_booking
from tests.site.crowd import all_at_once, codes
from tests.site.people import MANAGER, make_people, sign_in
from tests.site.quick_booking.asking import ADA, API, BEN, BOOKING, WHY, minute_of, request, take


def test_a_double_click_books_once(consulting):
	key = uuid4().hex
	first, again = (take(consulting, idempotency_key=key) for _click in range(2))
	assert first.name == again.name
	with pytest.raises(frappe.ValidationError, match="was used for another booking"):
		take(consulting, "11:00", idempotency_key=key)


def test_a_key_is_its_user_s_own(consulting, act_as):
	key = uuid4().hex
	first = take(consulting, idempotency_key=key)
	act_as(ADA)
	assert take(consulting, idempotency_key=key).name != first.name


def test_many_clicks_at_once_book_once(consulting, http):
	make_people()
	headers = sign_in(http, MANAGER)
	arguments = request(consulting, "08:00", reason=WHY, idempotency_key=uuid4().hex)
	answers = all_at_once(http, [("book", arguments)] * 8, API, headers)
	assert codes(answers) == [200] * 8
	assert len({answer.json["message"]["booking"] for answer in answers}) == 1


def test_staff_at_once_get_as_many_bookings_as_there_are_members(consulting, http):
	make_people()
	headers = sign_in(http, MANAGER)
	answers = all_at_once(http, [("book", request(consulting))] * 12, API, headers)
	assert codes(answers) == [200] * 3 + [409] * 9
	named = all_at_once(http, [("book", request(consulting, "11:00", member=BEN))] * 6, API, headers)
	assert codes(named) == [200] + [409] * 5


def test_locks_come_before_the_last_look(consulting, monkeypatch):
	"""Who is free is judged again once nobody else can book: what was free before may be taken by then."""
	begin, real = booking_once.begin_locked, frappe.get_doc

	def take_it_meanwhile(*who):
		begin(*who)
		real(
			{
				"doctype": BOOKING,
				**{key: value for key, value in request(consulting).items() if key != "start"},
				"department": consulting.name,
				"start_utc_minute": minute_of("10:00"),
				"assigned_users": [{"member": ADA}],
			}
		).insert()

	monkeypatch.setattr(booking_once, "begin_locked", take_it_meanwhile)
	with pytest.raises(frappe.ValidationError, match="This time is not free"):
		quick_booking.book(**request(consulting, member=ADA))
