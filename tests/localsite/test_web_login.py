"""Sessions: who may sign in, how long it lasts, and that no other page can write for them."""

import pytest

LOGGED_IN = "/api/method/frappe.auth.get_logged_user"
RIGHT = {"usr": "Administrator", "pwd": "admin"}


def cookie(response, name):
	found = [value for value in response.headers.getlist("Set-Cookie") if value.startswith(f"{name}=")]
	return found[-1]


def test_a_session_lasts_from_login_to_logout(board):
	client = board.client()
	answer = client.post("/api/method/login", data=RIGHT)
	assert answer.json["message"] == "Logged In"
	assert "HttpOnly" in cookie(answer, "sid")
	assert "SameSite=Lax" in cookie(answer, "sid")
	assert client.get(LOGGED_IN).json == {"message": "Administrator"}
	sid = client.get_cookie("sid").value
	client.post("/api/method/logout")
	assert board.client(sid=sid).get(LOGGED_IN).status_code == 403


def test_wrong_password_and_unknown_user_get_the_same_answer(client):
	wrong = client.post("/api/method/login", data=RIGHT | {"pwd": "x"}, headers={"X-Hide-Traceback": "1"})
	unknown = client.post("/api/method/login", data=RIGHT | {"usr": "nobody@example.com"})
	assert wrong.status_code == unknown.status_code == 401
	assert wrong.json["message"] == unknown.json["message"] == "Invalid login credentials"


def test_disabled_users_are_refused_and_thrown_out(board):
	import frappe
	from frappe.utils.password import update_password

	with board.open():
		if not frappe.db.exists("User", "alex@example.com"):
			user = frappe.new_doc("User", email="alex@example.com", first_name="Alex", enabled=1)
			user.insert(ignore_permissions=True)
		frappe.db.set_value("User", "alex@example.com", "enabled", 1)
		update_password("alex@example.com", "board-pass-9")
		frappe.db.commit()
	client = board.signed_in("alex@example.com", "board-pass-9")
	with board.open():
		frappe.db.set_value("User", "alex@example.com", "enabled", 0)
		frappe.db.commit()
	assert client.get(LOGGED_IN).status_code == 403
	again = board.client().post("/api/method/login", data={"usr": "alex@example.com", "pwd": "board-pass-9"})
	assert again.status_code == 401


def test_sessions_expire(board):
	import frappe

	client = board.signed_in()
	with board.open():
		long_ago = frappe.utils.add_to_date(None, days=-8)
		frappe.db.sql("update `tabSessions` set lastupdate = %s", (str(long_ago),))
		frappe.db.commit()
	answer = client.get("/api/method/noticeboard.api.echo")
	assert answer.json["session_expired"] == 1
	assert client.get(LOGGED_IN).status_code == 403


def test_the_session_id_is_not_in_the_database(board):
	client = board.signed_in()
	assert client.get_cookie("sid").value not in str(board.values("Sessions", "name"))


def test_guessing_passwords_is_limited(board):
	from frappe.auth import LOGINS_PER_MINUTE

	client = board.client()
	wrong = [client.post("/api/method/login", data=RIGHT | {"pwd": "x"}) for _try in range(LOGINS_PER_MINUTE)]
	assert {answer.status_code for answer in wrong} == {401}
	assert client.post("/api/method/login", data=RIGHT).status_code == 429


def test_a_signed_in_write_needs_the_token_once_there_is_one(board):
	client = board.signed_in()
	page = client.get("/post-notice?with_token=1").text
	token = page.partition('csrf_token = "')[2].partition('"')[0]
	refused = client.post("/api/resource/Notice", json={"title": "x"})
	assert (refused.status_code, refused.json["exc_type"]) == (400, "CSRFTokenError")
	assert client.post("/post-notice", data={"title": "x"}).status_code == 400
	sent = client.post("/api/resource/Notice", json={"title": "x"}, headers={"X-Frappe-CSRF-Token": token})
	assert sent.status_code == 200
	assert client.post("/post-notice", data={"title": "y", "csrf_token": token}).status_code == 200
	assert board.titles() == ["x", "y"]


@pytest.mark.parametrize(
	("asked", "location"),
	[
		("/board?a=1", "/board?a=1"),
		("https://evil.example.org/", "/"),
		("//evil.example.org/", "/"),
		("/\\evil.example.org", "/"),
		("", "/"),
	],
)
def test_the_login_page_leads_back_to_paths_of_this_site_only(board, asked, location):
	client = board.client()
	assert "<form" in client.get("/login").text
	answer = client.post("/login", query_string={"redirect-to": asked}, data=RIGHT)
	assert (answer.status_code, answer.headers["Location"]) == (302, location)
	assert client.get(LOGGED_IN).json == {"message": "Administrator"}


def test_the_login_page_tells_of_a_wrong_password(client):
	answer = client.post("/login", data=RIGHT | {"pwd": "x"})
	assert (answer.status_code, "Invalid Login" in answer.text) == (401, True)


def test_an_authorization_header_is_refused(client):
	answer = client.get("/api/method/noticeboard.api.echo", headers={"Authorization": "token a:b"})
	assert answer.status_code >= 400
