"""The page of affected bookings: what is chosen is shown before it is done, done together, and undone."""

from datetime import date, timedelta

import pytest

from tests.browser.desk import needs_desk

pytestmark = needs_desk

BOOKING, PROFILE = "MM Meeting Booking", "MM Member Profile"
DAY = (date.today() + timedelta(days=43 - date.today().weekday())).isoformat()
"""A Tuesday within the horizon that no other test uses."""
ANNA = "anna@example.com"
TIMES = ("09:00", "11:00", "14:00")
READY = "!document.querySelector('.mm-affected-bar .btn-primary').disabled"
API = "meeting_manager.meeting_manager.api.quick_booking."


@pytest.fixture
def affected(page):
	"""Names of Anna's bookings on a day that she then takes off."""
	script = "async () => (await frappe.db.get_list('MM Meeting Type', { filters: { meeting_slug: 'discovery-call' } }))[0].name"
	kind = page.evaluate(script)
	asked = {"meeting_type": kind, "date": DAY, "member": ANNA}
	slots = page.evaluate("([api, asked]) => frappe.xcall(api + 'get_times', asked)", [API, asked])["slots"]
	starts = {slot["time"]: slot["start"] for slot in slots}
	names = []
	for number, time in enumerate(TIMES):
		customer = {"customer_name": f"Board {number}", "customer_email": f"board{number}@example.com"}
		values = {"meeting_type": kind, "member": ANNA, "start": starts[time], **customer}
		names.append(
			page.evaluate("([api, values]) => frappe.xcall(api + 'book', values)", [API, values])["booking"]
		)
	take_off(page, [{"date": DAY, "is_day_off": 1}])
	yield names
	for name in names:
		page.evaluate("([doctype, name]) => frappe.db.delete_doc(doctype, name)", [BOOKING, name])
	take_off(page, [])


def take_off(page, days):
	script = "([doctype, name, days]) => frappe.xcall('frappe.client.set_value', { doctype, name, fieldname: { date_overrides: days } })"
	page.evaluate(script, [PROFILE, ANNA, days])
	page.evaluate("() => frappe.hide_msgprint(true)")


def document(page, name):
	return page.evaluate(
		"([doctype, name]) => frappe.xcall('frappe.client.get', { doctype, name })", [BOOKING, name]
	)


def members(page, names):
	return [[row["member"] for row in document(page, name)["assigned_users"]] for name in names]


def open_board(page, query=f"?member={ANNA}"):
	page.goto(f"/app/mm-affected-bookings{query}")
	page.wait_for_selector(".mm-affected-list li")


def way(page, number, text):
	page.click(f".mm-affected >> nth={number} >> .mm-time:has-text('{text}') >> nth=0")


def wait_until(page, text):
	page.wait_for_function("(text) => document.querySelector('.mm-outlook').innerText === text", arg=text)


def test_each_booking_is_listed_with_its_reason_and_its_ways_out(page, affected):
	open_board(page)
	page.wait_for_selector(".mm-affected >> nth=2")
	first = page.inner_text(".mm-affected >> nth=0")
	assert "Board 0" in first and "A day off of the member" in first
	assert first.count("Move to") == 3 and "Reassign to" in first and "Keep as it is" in first
	assert page.is_disabled(".mm-affected-bar .btn-primary")


def test_different_ways_are_previewed_settled_and_undone(page, affected):
	open_board(page)
	page.wait_for_selector(".mm-affected >> nth=2")
	way(page, 0, "Reassign to")
	way(page, 1, "Move to")
	way(page, 2, "Keep as it is")
	wait_until(page, "1 reassigned, 1 moved, 1 kept; customers told: 2")
	assert members(page, affected) == [[ANNA]] * 3
	page.wait_for_function(READY)
	page.click(".mm-affected-bar .btn-primary")
	page.wait_for_selector("text=Say why bookings are kept as they are")
	page.fill(".mm-affected-bar [type=text]", "Anna is away")
	page.click(".mm-affected-bar .btn-primary")
	page.wait_for_selector(".mm-affected-none")
	assert [document(page, name)["history"][-1]["action"] for name in affected] == [
		"Reassigned",
		"Rescheduled",
		"Kept",
	]
	open_board(page)
	page.click(".mm-undo .btn")
	page.wait_for_selector("text=3 bookings are as they were")
	page.wait_for_selector(".mm-affected >> nth=2")
	assert members(page, affected) == [[ANNA]] * 3


def test_those_ticked_are_chosen_for_together(page, affected):
	open_board(page)
	for number in (0, 2):
		page.check(f".mm-affected >> nth={number} >> [type=checkbox]")
	page.click(".mm-affected-tools >> text=Reassign to the Best Colleague")
	wait_until(page, "2 reassigned, 0 moved, 0 kept; customers told: 2")
	page.click(".mm-affected-tools >> text=Decide Later")
	wait_until(page, "Choose what to do with each booking.")
	page.uncheck(".mm-affected >> nth=0 >> [type=checkbox]")
	page.uncheck(".mm-affected >> nth=2 >> [type=checkbox]")
	page.click(".mm-affected-tools >> text=Move to the Nearest Time")
	wait_until(page, "0 reassigned, 3 moved, 0 kept; customers told: 3")


def test_the_keyboard_alone_is_enough(page, affected):
	open_board(page)
	page.wait_for_selector(".mm-affected >> nth=2")
	page.focus(".mm-affected [type=radio]:checked")
	page.keyboard.press("ArrowRight")
	wait_until(page, "1 reassigned, 0 moved, 0 kept; customers told: 1")
	page.wait_for_function(READY)
	page.focus(".mm-affected-bar .btn-primary")
	page.keyboard.press("Enter")
	page.wait_for_selector(".mm-affected >> nth=2", state="detached")
	assert members(page, affected[:1]) != [[ANNA]]


def test_what_cannot_be_done_any_more_is_said_at_its_booking(page, affected):
	open_board(page)
	page.wait_for_selector(".mm-affected >> nth=2")
	colleague = page.evaluate(
		"() => document.querySelector('.mm-affected [value=reassign]').parentElement.innerText"
	)
	values = {"doctype": PROFILE, "full_name": colleague.replace("Reassign to ", "").strip()}
	script = "async (values) => (await frappe.db.get_list(values.doctype, { filters: { full_name: values.full_name } }))[0].name"
	member = page.evaluate(script, values)
	start = document(page, affected[0])["start_datetime"]
	busy = {
		"doctype": "MM Busy Time",
		"member": member,
		"title": "Board Test",
		"start_datetime": start,
		"end_datetime": start[:11] + "23:00:00",
	}
	made = page.evaluate("(doc) => frappe.db.insert(doc)", busy)
	try:
		way(page, 0, "Reassign to")
		page.wait_for_selector(".mm-affected >> nth=0 >> .mm-refusal:has-text('Busy elsewhere')")
		assert page.is_disabled(".mm-affected-bar .btn-primary")
	finally:
		page.evaluate("(name) => frappe.db.delete_doc('MM Busy Time', name)", made["name"])


def test_filters_leave_out_the_others_and_nothing_is_said_plainly(page, affected):
	open_board(page, "?member=ben@example.com")
	page.wait_for_selector(".mm-affected-none:has-text('No booking lies outside the rules.')")
	assert page.is_hidden(".mm-affected-bar")
	open_board(page, "?department=Consulting")
	page.wait_for_selector(".mm-affected >> nth=2")


def test_the_warning_of_a_form_leads_here(page, affected):
	page.goto(f"/app/mm-member-profile/{ANNA}")
	page.wait_for_function("(name) => window.cur_frm?.docname === name", arg=ANNA)
	save_with = "(days) => { cur_frm.clear_table('date_overrides'); days.forEach((one) => cur_frm.add_child('date_overrides', one)); cur_frm.dirty(); return cur_frm.save(); }"
	page.evaluate(save_with, [])
	page.evaluate(save_with, [{"date": DAY, "is_day_off": 1}])
	page.click("text=Settle all affected bookings")
	page.wait_for_selector(".mm-affected >> nth=2")
	assert page.evaluate("frappe.get_route()[0]") == "mm-affected-bookings"
