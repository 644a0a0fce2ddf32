"""Bookings of the demo's department, made by Administrator for tests of the Desk."""

from datetime import date, timedelta
from uuid import uuid4

BOOKING, KIND, POLICY = "MM Meeting Booking", "MM Meeting Type", "MM Cancellation Policy"
ANNA, BEN, CLARA = "anna@example.com", "ben@example.com", "clara@example.com"
MANAGER = "manager@example.com"
PASSWORD = "Moon-blue-42"
DAY = date.today() + timedelta(days=49 - date.today().weekday())
"""A Monday within the horizon that no other test uses."""


class Bookings:
	"""What a test has made, and takes away with it."""

	def __init__(self, page):
		self.page, self.made = page, []
		self.token = page.evaluate("frappe.csrf_token")
		script = "async () => (await frappe.db.get_list('MM Meeting Type', { filters: { department: 'Consulting', meeting_slug: 'discovery-call' } }))[0].name"
		self.kind = page.evaluate(script)

	def book(self, time: str, member: str = ANNA, day: date = DAY, **values) -> str:
		"""The name of a booking; its time is in the zone of the site, as its form takes it."""
		made = {
			"doctype": BOOKING,
			"department": "Consulting",
			"meeting_type": self.kind,
			"start_datetime": f"{day} {time}:00",
			"customer_name": "Alex Example",
			"customer_email": "alex@example.com",
			"assigned_users": [{"member": member}],
			**values,
		}
		return self._keep(BOOKING, made)

	def set_policy(self, **values) -> None:
		"""For the bookings made from now on."""
		name = f"Desk Test {uuid4().hex[:6]}"
		self._keep(POLICY, {"doctype": POLICY, "policy_name": name, **values})
		self._set(KIND, self.kind, "cancellation_policy", name)

	def let_sign_in(self, user: str) -> None:
		"""With PASSWORD."""
		self._set("User", user, "new_password", PASSWORD)

	def value(self, name: str, fieldname: str):
		return self.document(name).get(fieldname)

	def document(self, name: str) -> dict:
		"""As the database has it."""
		return self._call("get", doctype=BOOKING, name=name)

	def last_row(self, name: str) -> dict:
		return self.document(name)["history"][-1]

	def clear_away(self) -> None:
		self._set(KIND, self.kind, "cancellation_policy", "")
		for doctype, name in reversed(self.made):
			self._call("delete", doctype=doctype, name=name)

	def _keep(self, doctype: str, values: dict) -> str:
		name = self._call("insert", doc=values)["name"]
		self.made.append((doctype, name))
		return name

	def _set(self, doctype: str, name: str, fieldname: str, value: str) -> None:
		self._call("set_value", doctype=doctype, name=name, fieldname=fieldname, value=value)

	def _call(self, function: str, **arguments):
		"""Of Frappe's own client API."""
		headers = {"X-Frappe-CSRF-Token": self.token}
		answer = self.page.request.post(
			f"/api/method/frappe.client.{function}", data=arguments, headers=headers
		)
		assert answer.ok, answer.text()
		return answer.json().get("message")
