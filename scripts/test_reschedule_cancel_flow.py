# Book, move and cancel in a site's console without saving anything: nothing is committed, so no mail leaves either.
#
#   bench --site NAME console < scripts/test_reschedule_cancel_flow.py
#   python -m localsite --site DIR console < scripts/test_reschedule_cancel_flow.py
#
# A console reads line by line and ends a block at an empty line: there is none inside the function.
# Prints PASSED, or what failed.


def run_flow():
	import frappe
	from meeting_manager.adapters.offers import load_offer, open_slots
	from meeting_manager.adapters.site_time import current_minute, in_words
	from meeting_manager.meeting_manager.api import guest_bookings
	def check(what, holds):
		print(("ok     " if holds else "FAILED ") + what)
		assert holds, what
	def refused(sentence, function, *arguments):
		try:
			function(*arguments)
		except frappe.ValidationError as error:
			return sentence in str(error)
		return False
	def offers():
		for name in frappe.get_all("MM Meeting Type", filters={"is_active": 1}, pluck="name", order_by="creation asc"):
			offer, now = load_offer(name), current_minute()
			slots = open_slots(offer, (now, now + 60 * 24 * 30), now).starts()
			if len(slots) > 1:
				yield offer, slots
	found = next(offers(), None)
	if not found:
		print("FAILED no meeting type has two free times in the next 30 days: try meeting_manager.demo.make_demo_data")
		return
	offer, slots = found
	try:
		booking = frappe.get_doc({
			"doctype": "MM Meeting Booking", "department": offer.department, "meeting_type": offer.meeting_type,
			"start_utc_minute": slots[0], "customer_name": "Console Test", "customer_email": "console@example.com",
		}).insert()
		old_move, old_cancel = booking.reschedule_token, booking.cancel_token
		check("booking has two tokens", old_move != old_cancel and len(old_move) == len(old_cancel) == 43)
		day, clock = in_words(slots[-1], offer.zone).split()
		guest_bookings.reschedule(old_move, day, clock)
		booking = frappe.get_doc("MM Meeting Booking", booking.name)
		check("booking is moved", booking.start_utc_minute == slots[-1])
		check("history has the move", [row.action for row in booking.history] == ["Booked", "Rescheduled"])
		check("tokens are new", booking.reschedule_token != old_move and booking.cancel_token != old_cancel)
		dead = "Invalid or expired link"
		check("old reschedule link is dead", refused(dead, guest_bookings.reschedule, old_move, day, clock))
		check("old cancel link is dead", refused(dead, guest_bookings.cancel, old_cancel, ""))
		token = booking.cancel_token
		guest_bookings.cancel(token, "")
		cancelled = frappe.get_doc("MM Meeting Booking", booking.name)
		check("booking is cancelled", cancelled.status == "Cancelled" and bool(cancelled.cancelled_at))
		again = "This booking has already been cancelled"
		check("a second cancel is refused", refused(again, guest_bookings.cancel, token, ""))
		mails = frappe.get_all("Email Queue", filters={"reference_name": booking.name}, pluck="name")
		check("a mail is queued for each change", len(mails) >= 3)
		print("PASSED")
	finally:
		frappe.db.rollback()


run_flow()
