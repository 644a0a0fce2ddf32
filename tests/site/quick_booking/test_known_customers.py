"""Customers are proposed from the bookings that whoever asks may read."""

from meeting_manager.meeting_manager.api import quick_booking
from tests.site.quick_booking.asking import ADA, BEN


def test_customers_are_found_by_name_or_address_as_they_were_last(consulting, book):
	book("10:00", customer_name="Alexa Old", customer_email="Roof@example.com", customer_phone="+49 30 1")
	book("11:00", customer_name="Alexa New", customer_email="roof@example.com", customer_phone="+49 30 2")
	for text in ("alexa", "roof@", "Example.com"):
		found = [one for one in customers(text) if one["customer_email"].lower() == "roof@example.com"]
		assert [(one["customer_name"], one["customer_phone"]) for one in found] == [("Alexa New", "+49 30 2")]
	assert customers("r") == [] and customers("nobody at all") == []


def customers(text):
	return quick_booking.find_customers(text)["customers"]


def test_customers_of_bookings_that_the_user_may_not_read_are_not_proposed(consulting, book, act_as):
	book("10:00", customer_name="Seen by Ada", assigned_users=[{"member": ADA}])
	book(
		"10:00", customer_name="Seen by Ben", customer_email="b@example.com", assigned_users=[{"member": BEN}]
	)
	for user, expected in ((ADA, ["Seen by Ada"]), (BEN, ["Seen by Ben"])):
		act_as(user)
		assert [one["customer_name"] for one in customers("seen by")] == expected


def test_signs_of_a_search_pattern_are_signs_of_a_name(consulting, book):
	book("10:00", customer_name="Percent", customer_email="a_b@example.com")
	book("11:00", customer_name="Other", customer_email="axb@example.com")
	assert [one["customer_name"] for one in customers("a_b@")] == ["Percent"]
	assert customers("%%") == []
