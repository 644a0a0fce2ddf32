"""Meetings of the demo's department to look at and move on the Desk, a month on."""

from datetime import date, timedelta

from tests.browser.desk import delete, insert

BOOKING, TYPE = "MM Meeting Booking", "MM Meeting Type"
ANNA, BEN, CLARA = "anna@example.com", "ben@example.com", "clara@example.com"
DEPARTMENT = "Consulting"


def far_monday() -> date:
	today = date.today()
	return today + timedelta(days=35 - today.weekday())


MONDAY = far_monday()


SLUG = "desk-test"


class Meetings:
	"""Made by `book`, each in a meeting type that Anna and Ben alone take; `forget` takes all away."""

	def __init__(self, page):
		self.page = page
		self.forget()
		kind = {"doctype": TYPE, "department": DEPARTMENT, "meeting_name": "Desk Test", "duration": 60}
		named = [{"member": ANNA}, {"member": BEN}]
		self.kind = insert(page, {**kind, "meeting_slug": SLUG, "named_members": named})["name"]

	def book(self, time: str, member: str, customer: str = "Kim Desk") -> str:
		values = {
			"doctype": BOOKING,
			"department": DEPARTMENT,
			"meeting_type": self.kind,
			"start_datetime": f"{MONDAY} {time}:00",
			"customer_name": customer,
			"customer_email": "kim.desk@example.com",
			"assigned_users": [{"member": member}],
		}
		return insert(self.page, values)["name"]

	def stored(self, name: str) -> dict:
		"""Start on the site's clocks, length, status and member."""
		doc = self.page.evaluate("([doctype, name]) => frappe.db.get_doc(doctype, name)", [BOOKING, name])
		return {
			"start": doc["start_datetime"][:16],
			"duration": doc["duration"],
			"status": doc["status"],
			"members": [row["member"] for row in doc["assigned_users"]],
			"reason": doc["history"][-1].get("reason") or "",
		}

	def forget(self) -> None:
		"""Also what an earlier run left."""
		for kind in self._names(TYPE, {"meeting_slug": SLUG}):
			for name in self._names(BOOKING, {"meeting_type": kind}):
				delete(self.page, BOOKING, name)
			delete(self.page, TYPE, kind)

	def _names(self, doctype: str, filters: dict) -> list[str]:
		script = "([doctype, filters]) => frappe.db.get_list(doctype, { filters, pluck: 'name', limit: 0 })"
		return self.page.evaluate(script, [doctype, filters])


def confirm_change(page, label: str, reason: str = "") -> str:
	"""Fill in and send the dialog; return what it said."""
	page.wait_for_selector(".modal.show .mm-change")
	said = page.inner_text(".modal.show .mm-change")
	if reason:
		page.fill(".modal.show [data-fieldname=reason] input", reason)
	page.click(f".modal.show .btn-modal-primary:visible >> text={label}")
	page.wait_for_selector(".modal.show", state="detached")
	return said


def read_refusal(page) -> str:
	page.wait_for_selector(".modal.show .msgprint")
	said = page.inner_text(".modal.show .msgprint")
	page.click(".modal.show .btn-modal-close")
	page.wait_for_selector(".modal.show", state="detached")
	return said
