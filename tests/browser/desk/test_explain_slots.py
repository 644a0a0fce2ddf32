"""The dialog on a meeting type's form that says which starts are offered with whom, and why not the others."""

from datetime import date, timedelta

from tests.browser.desk import needs_desk, open_form

pytestmark = needs_desk

HOURS = {"code": "outside hours", "text": "Outside <b>hours</b>"}
FULL = {"code": "full", "text": "All seats are taken"}
ANSWER = {
	"timezone": "Europe/Berlin",
	"date": "2027-10-31",
	"members": [{"member": "a", "name": "Anna & Co"}, {"member": "b", "name": "Ben Demo"}],
	"slots": [
		{
			"time": "01:30",
			"start": "2027-10-31T01:30:00+02:00",
			"offered": False,
			"reasons": {"a": [HOURS], "b": [FULL]},
		},
		{
			"time": "02:00",
			"start": "2027-10-31T02:00:00+02:00",
			"offered": False,
			"reasons": {"a": [HOURS], "b": [FULL]},
		},
		{
			"time": "02:00",
			"start": "2027-10-31T02:00:00+01:00",
			"offered": True,
			"reasons": {"a": [HOURS, FULL], "b": []},
		},
		{
			"time": "02:30",
			"start": "2027-10-31T02:30:00+01:00",
			"offered": True,
			"reasons": {"a": [], "b": []},
		},
	],
}


def read_table(page):
	"""Every cell as (text, rows it spans), line by line."""
	page.wait_for_selector(".modal.show .mm-slots")
	script = """() => [...document.querySelectorAll(".modal.show .mm-slots tr")].map((row) =>
		[...row.children].map((cell) => [cell.innerText.trim(), cell.rowSpan]))"""
	return page.evaluate(script)


def test_reasons_are_told_once_and_repeated_hours_apart(page):
	page.evaluate("(answer) => { frappe.xcall = async () => answer }", ANSWER)
	page.evaluate("meeting_manager.explain_slots('kind', 'Some Type') && null")
	assert read_table(page) == [
		[["Start", 1], ["Anna & Co", 1], ["Ben Demo", 1]],
		[["01:30 – 02:00 (+02:00)", 1], ["Outside <b>hours</b>", 1], ["All seats are taken", 1]],
		[["02:00 (+01:00)", 1], ["Outside <b>hours</b>\nAll seats are taken", 1], ["Offered", 2]],
		[["02:30", 1], ["Offered", 1]],
	]
	assert "2 of 4 starts are offered. Times in Europe/Berlin." in page.inner_text(".modal.show")


def test_dialog_shows_what_the_engine_says_of_the_chosen_day(page):
	kinds = "frappe.db.get_list('MM Meeting Type', {fields: ['name'], filters: {department: 'Consulting'}, limit: 1})"
	kind = page.evaluate(kinds)[0]["name"]
	open_form(page, "MM Meeting Type", kind)
	page.get_by_role("button", name="Explain Slots").click()
	page.wait_for_function("window.cur_dialog?.display")
	monday = date.today() + timedelta(days=21 - date.today().weekday())
	page.evaluate("(day) => cur_dialog.set_value('date', day)", monday.isoformat())
	method = "meeting_manager.meeting_manager.api.desk.explain_slots"
	arguments = {"meeting_type": kind, "date": monday.isoformat()}
	answer = page.evaluate("([method, args]) => frappe.xcall(method, args)", [method, arguments])
	offered = [slot["time"] for slot in answer["slots"] if slot["offered"]]
	summary = f"{len(offered)} of {len(answer['slots'])} starts are offered."
	page.wait_for_function(
		"(text) => document.querySelector('.modal.show').innerText.includes(text)", arg=summary
	)
	heads, *lines = read_table(page)
	assert [name for name, _span in heads[1:]] == [member["name"] for member in answer["members"]]
	assert offered
	assert [line[0][0] for line in lines if line[0][0] in offered] == offered
