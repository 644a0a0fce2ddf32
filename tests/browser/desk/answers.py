"""Answers that customers give in their calendars, taken in as from their mails."""

import time

from tests.browser.conftest import PATIENCE

REPLY = "MM Calendar Reply"
ROUND = 180
"""Seconds in which the one worker of a bench has done a round of the scheduler, which may stand before what is waited for."""
DECLINED, PROPOSED = "Customer Declined", "Other Time Proposed"
NOTE = """async ([reference, reply]) => {
	const fields = ["name", "calendar_uid", "calendar_sequence", "start_datetime", "start_utc_minute"];
	const found = await frappe.db.get_value("MM Meeting Booking", { booking_reference: reference }, fields);
	const booking = found.message;
	const made = await frappe.db.insert({
		doctype: "MM Calendar Reply", state: "Received", uid: booking.calendar_uid, sequence: booking.calendar_sequence,
		stamp: 1, ...reply.values,
		proposed_utc_minute: reply.later ? booking.start_utc_minute + reply.later : 0,
	});
	return { booking: booking.name, reply: made.name, start: booking.start_datetime };
}"""
"""What the app notes of a mail with an answer in it."""
TAKE_IN = """async () => {
	const job = await frappe.db.get_value("Scheduled Job Type", { method: ["like", "%taking_in.take_in_due"] }, "name");
	const execute = "frappe.core.doctype.scheduled_job_type.scheduled_job_type.execute_event";
	await frappe.xcall(execute, { doc: JSON.stringify({ name: job.message.name }) });
}"""
"""What a worker of the bench then does, whatever the hour of the scheduler's next round."""
STATE = """async ([reply, state]) =>
	(await frappe.db.get_value("MM Calendar Reply", reply, "state")).message.state === state"""


def take_in(page, reference: str, customer: str, attention: str, comment: str = "", later: int = 0) -> dict:
	"""What a customer answers by mail, up to where staff see it.

	:param later: minutes by which the time that is proposed is later.
	:return: names of the `booking` and the `reply`, and the `start` that was booked.
	"""
	method, answer = ("COUNTER", "") if attention == PROPOSED else ("REPLY", "DECLINED")
	values = {
		"attendee": customer,
		"sender": customer,
		"method": method,
		"answer": answer,
		"comment": comment,
	}
	noted = page.evaluate(NOTE, [reference, {"values": values, "later": later}])
	page.evaluate(TAKE_IN)
	wait_for_state(page, noted, "Open", ROUND)
	return noted


def wait_for_state(page, answer, state, seconds=PATIENCE):
	"""Polled from here, since a page waits for no promise."""
	deadline = time.monotonic() + seconds
	while not page.evaluate(STATE, [answer["reply"], state]):
		assert time.monotonic() < deadline, value(page, REPLY, answer["reply"], "state")
		page.wait_for_timeout(200)


def value(page, doctype, name, field):
	script = (
		"async ([doctype, name, field]) => (await frappe.db.get_value(doctype, name, field)).message[field]"
	)
	return page.evaluate(script, [doctype, name, field])
