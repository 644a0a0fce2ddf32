# Book, move and cancel in a site's console, then leave the site as it was:
#
#   bench --site NAME console < scripts/test_reschedule_cancel_flow.py
#   python -m localsite --site DIR console < scripts/test_reschedule_cancel_flow.py
#
# A console reads line by line and ends a block at an empty line: there is none inside the function.
# Prints PASSED, or what failed.


def run_flow():
	from datetime import timedelta
	import frappe
	from meeting_manager.adapters.offers import load_offer, open_slots
	from meeting_manager.adapters.site_time import current_minute, in_words
	from meeting_manager.meeting_manager.api import public
	def check(what, holds):
		print(("ok     " if holds else "FAILED ") + what)
		assert holds, what
	def refused(function, sentence, **arguments):
		try:
			function(**arguments)
		except frappe.ValidationError as error:
			return sentence in str(error)
		return False
	meeting_type = frappe.get_all("MM Meeting Type", {"is_active": 1}, pluck="name", limit=1, order_by="creation asc")
	if not meeting_type:
		print("FAILED there is no active meeting type: run meeting_manager.demo.make_demo_data first")
		return
	offer = load_offer(meeting_type[0])
	now = current_minute()
	slots = open_slots(offer, (now, now + 60 * 24 * 30), now)
	booking = frappe.get_doc({
		"doctype": "MM Meeting Booking", "department": offer.department, "meeting_type": offer.meeting_type,
		"start_utc_minute": slots[0].start, "customer_name": "Console Test", "customer_email": "console@example.com",
	}).insert()
	frappe.db.commit()
	try:
		old = (booking.reschedule_token, booking.cancel_token)
		check("booking has two tokens", len(set(old)) == 2 and all(len(token) == 43 for token in old))
		later = slots[-1].start
		day, clock = in_words(later, offer.zone).split()
		moved = public.reschedule_booking(token=old[0], new_date=day, new_time=clock)
		frappe.db.commit()
		booking = frappe.get_doc("MM Meeting Booking", booking.name)
		check("booking is moved", booking.start_utc_minute == later and moved["success"])
		check("history has the move", [row.action for row in booking.history] == ["Booked", "Rescheduled"])
		check("old reschedule link is dead", refused(
			public.reschedule_booking, "Invalid or expired link", token=old[0], new_date=day, new_time=clock))
		check("old cancel link is dead", refused(public.cancel_booking, "Invalid or expired link", token=old[1]))
		public.cancel_booking(token=booking.cancel_token)
		frappe.db.commit()
		cancelled = frappe.get_doc("MM Meeting Booking", booking.name)
		check("booking is cancelled", cancelled.status == "Cancelled" and bool(cancelled.cancelled_at))
		check("a second cancel is refused", refused(
			public.cancel_booking, "This booking has already been cancelled", token=booking.cancel_token))
		mails = frappe.get_all("Email Queue", {"reference_name": booking.name}, pluck="name")
		check("mails are queued", len(mails) >= 3)
		print("PASSED")
	finally:
		frappe.db.rollback()
		for name in frappe.get_all("Email Queue", {"reference_name": booking.name}, pluck="name"):
			frappe.delete_doc("Email Queue", name, force=True)
		frappe.delete_doc("MM Meeting Booking", booking.name, force=True)
		frappe.db.commit()


run_flow()
