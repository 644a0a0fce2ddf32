"""The people of the tests beside the three members, and how they sign in."""

from tests.site.factories import make_user

MANAGER = "mia.test@example.com"
LEADER = "lea.test@example.com"
OTHER_LEADER = "otto.test@example.com"
STRANGER = "sam.test@example.com"
PASSWORD = "Moon-blue-42"

ROLES = {
	MANAGER: ("Mia Test", ("MM Manager",)),
	LEADER: ("Lea Test", ("MM Department Leader",)),
	OTHER_LEADER: ("Otto Test", ("MM Department Leader",)),
	STRANGER: ("Sam Test", ()),
}


def make_people() -> None:
	for email, (full_name, roles) in ROLES.items():
		make_user(email, full_name, roles)


def sign_in(http, user: str) -> dict:
	"""The headers of a signed-in user's requests, however often tests have signed in within this minute."""
	import frappe
	from frappe.utils.password import update_password

	update_password(user, PASSWORD)
	frappe.cache.delete_keys("rl:")
	answer = http.post("/api/method/login", data={"usr": user, "pwd": PASSWORD})
	assert answer.status_code == 200, answer.text
	cookies = answer.headers.getlist("Set-Cookie")
	return {"Cookie": next(cookie for cookie in cookies if cookie.startswith("sid=")).split(";")[0]}
