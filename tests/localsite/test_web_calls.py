"""What a caller of /api/method gets: results, refusals, codes, and which writes stay."""

import json
import sqlite3

import pytest

API = "/api/method/noticeboard.api."


def messages(response):
	return [json.loads(message) for message in json.loads(response.json["_server_messages"])]


def test_the_result_stands_under_message_and_in_version_2_under_data(client):
	expected = {"text": "hi", "number": 3, "flag": False, "items": None}
	assert client.get(API + "echo?text=hi&number=3").json == {"message": expected}
	assert client.get("/api/v2/method/noticeboard.api.echo?text=hi&number=3").json == {"data": expected}
	assert client.get("/?cmd=noticeboard.api.echo&text=hi&number=3").json == {"message": expected}


@pytest.mark.parametrize(
	("sent", "received"),
	[
		pytest.param({"number": "7"}, {"number": 7}, id="digits become a number"),
		pytest.param({"flag": "yes"}, {"flag": True}, id="words become a truth value"),
		pytest.param({"flag": "1"}, {"flag": 1}, id="as with bool in Frappe, a digit stays a number"),
		pytest.param({"items": [1]}, {"items": [1]}, id="a list in JSON"),
		pytest.param({"zzz": 1}, {}, id="an unknown argument is dropped"),
	],
)
def test_arguments_are_converted(client, sent, received):
	answer = client.post(API + "echo", json=sent).json["message"]
	assert answer == {"text": "", "number": 0, "flag": False, "items": None} | received


@pytest.mark.parametrize(
	("sent", "said"),
	[
		pytest.param(
			{"number": "x"}, "Argument 'number' should be of type 'int' but got 'str' instead.", id="int"
		),
		pytest.param(
			{"number": 1.5}, "Argument 'number' should be of type 'int' but got 'float' instead.", id="part"
		),
		pytest.param({"text": 5}, "Argument 'text' should be of type 'str' but got 'int' instead.", id="str"),
		pytest.param(
			{"text": None}, "Argument 'text' should be of type 'str' but got 'NoneType' instead.", id="null"
		),
		pytest.param(
			{"text": {"a": 1}}, "Argument 'text' should be of type 'str' but got 'dict' instead.", id="dict"
		),
	],
)
def test_a_wrong_type_is_refused(client, sent, said):
	response = client.post(API + "echo", json=sent)
	assert (response.status_code, response.json["exc_type"]) == (417, "FrappeTypeError")
	assert response.json["exception"] == f"frappe.exceptions.FrappeTypeError: {said}"


def test_postponed_annotations_are_not_checked(client):
	assert client.get("/api/method/noticeboard.postponed.unchecked?number=x").json == {"message": "'x'"}


@pytest.mark.parametrize(
	("sent", "received"),
	[
		pytest.param("a < b & c > d", "a < b & c > d", id="plain text"),
		pytest.param("<script>x</script> a & b", "&lt;script&gt;x&lt;/script&gt; a &amp; b", id="script"),
		pytest.param("<img src=x onerror=y>", '<img src="x">', id="event handler"),
		pytest.param('"<script>"', '"<script>"', id="valid JSON passes untouched"),
	],
)
def test_what_guests_send_is_sanitised_as_in_frappe(client, sent, received):
	assert client.post(API + "echo", data={"text": sent}).json["message"]["text"] == received


def test_xss_safe_functions_receive_what_was_sent(client):
	assert client.post(API + "echo_raw", data={"text": "<script>"}).json == {"message": "<script>"}


def test_a_function_with_kwargs_receives_the_command_but_no_flags(client):
	path = API + "everything?a=1&flags=2&ignore_permissions=1"
	assert client.get(path).json == {"message": {"a": "1", "cmd": "noticeboard.api.everything"}}


@pytest.mark.parametrize(
	("method", "path", "status", "kind"),
	[
		("GET", API + "write", 403, "PermissionError"),
		("HEAD", API + "echo", 403, None),
		("GET", API + "not_offered", 403, "PermissionError"),
		("GET", API + "members_only", 403, "PermissionError"),
		("GET", API + "nope", 417, "ValidationError"),
		("GET", "/api/method/nosuchapp.x.y", 417, "ValidationError"),
		("GET", "/api/method/nosuch", 417, "ValidationError"),
		("GET", API + "needs_title", 500, "TypeError"),
		("GET", "/api/nothing", 404, "DoesNotExistError"),
		("PATCH", "/api/resource/Notice/x", 404, "DoesNotExistError"),
		("GET", API + "refuse?how=throw", 417, "ValidationError"),
		("GET", API + "refuse?how=permission", 403, "PermissionError"),
		("GET", API + "refuse?how=gone", 410, "GoneForGood"),
		("GET", API + "refuse?how=missing", 404, "DoesNotExistError"),
		("GET", API + "refuse?how=crash", 500, "ZeroDivisionError"),
	],
)
def test_refusals_have_frappes_codes(client, method, path, status, kind):
	response = client.open(path, method=method)
	assert response.status_code == status
	assert kind is None or response.json["exc_type"] == kind


def test_a_call_that_localsite_lacks_says_so(client):
	response = client.post("/api/method/upload_file")
	assert response.status_code == 500
	assert "localsite does not offer /api/method/upload_file: use a bench" in response.json["exception"]


def test_broken_json_fails_before_the_apps_code(client):
	response = client.post(API + "echo", data="{broken", content_type="application/json")
	assert (response.status_code, response.json["exc_type"]) == (500, "JSONDecodeError")


def test_a_thrown_message_is_sent_as_html(client):
	response = client.get(API + "refuse?how=throw")
	(message,) = messages(response)
	assert (message["message"], message["title"], message["indicator"]) == (
		"Not <b>this</b> way",
		"Refused",
		"red",
	)
	in_version_2 = client.get("/api/v2/method/noticeboard.api.refuse?how=throw").json["errors"]
	assert [(error["type"], error["message"]) for error in in_version_2] == [
		("ValidationError", "Not <b>this</b> way")
	]


def test_the_traceback_goes_to_guests_unless_it_is_hidden(client):
	shown = client.get(API + "refuse?how=crash").json
	assert shown["exception"] == "ZeroDivisionError: secret detail"
	assert "Traceback" in shown["exc"]
	hidden = client.get(API + "refuse?how=crash", headers={"X-Hide-Traceback": "1"}).json
	assert hidden == {"exc_type": "ZeroDivisionError"}
	assert "exc" not in client.get(API + "refuse?how=missing").json


def test_a_site_without_tracebacks_shows_none(board, client):
	import frappe

	with board.open():
		frappe.db.set_single_value("System Settings", "allow_error_traceback", 0)
		frappe.db.commit()
	try:
		assert client.get(API + "refuse?how=crash").json == {"exc_type": "ZeroDivisionError"}
	finally:
		with board.open():
			frappe.db.set_single_value("System Settings", "allow_error_traceback", 1)
			frappe.db.commit()


def test_a_browser_gets_a_page_for_an_error(client):
	response = client.get(API + "refuse?how=permission", headers={"Accept": "text/html"})
	assert (response.status_code, response.mimetype) == (403, "text/html")


@pytest.mark.parametrize(
	("method", "path", "stays"),
	[
		("POST", API + "write", ["kept?"]),
		("POST", API + "write?then=throw", []),
		("POST", API + "write?then=crash", []),
		("GET", API + "write_on_any_method", []),
		("PUT", API + "write_on_any_method", ["kept?"]),
		("POST", API + "write_on_any_method", ["kept?"]),
	],
)
def test_unsafe_methods_commit_and_errors_and_reads_roll_back(board, client, method, path, stays):
	client.open(path, method=method, data={"title": "kept?"}, query_string=None)
	client.get(API + "write_on_any_method?title=read")
	assert board.titles() == stays


def test_a_crash_is_logged_after_the_rollback_and_a_refusal_is_not(board, client):
	client.post(API + "write", data={"title": "x", "then": "throw"})
	client.post(API + "write", data={"title": "x", "then": "crash"})
	assert board.values("Error Log", "method") == ["secret detail"]


def test_a_security_exception_is_not_logged(board, client):
	response = client.get(API + "refuse?how=security")
	assert (response.status_code, response.json["exc_type"]) == (500, "SecurityException")
	assert board.values("Error Log", "method") == []


def test_a_log_that_cannot_be_written_leaves_the_answer_as_it_is(board, client, capsys):
	board.configure(lock_wait_seconds=0.1)
	other = sqlite3.connect(board.folder / "site.db", isolation_level=None)
	other.execute("BEGIN IMMEDIATE")
	try:
		crash = client.get(API + "refuse?how=crash")
		write = client.post(API + "write", json={"title": "x"})
	finally:
		other.close()
	assert (crash.status_code, crash.json["exc_type"]) == (500, "ZeroDivisionError")
	assert (write.status_code, write.json["exc_type"]) == (500, "QueryTimeoutError")
	told = capsys.readouterr().err
	assert "ZeroDivisionError: secret detail" in told
	assert told.count("The Error Log could not be written") == 2
	assert board.values("Error Log", "method") == []


def test_calls_above_the_limit_are_refused_for_one_address_only(client):
	answers = [client.get(API + "seldom") for _call in range(3)]
	assert [answer.status_code for answer in answers] == [200, 200, 429]
	assert answers[2].json["exc_type"] == "RateLimitExceededError"
	assert client.get(API + "seldom", headers={"X-Forwarded-For": "192.0.2.7"}).status_code == 200


@pytest.mark.parametrize(
	("options", "greeting"),
	[
		pytest.param(
			{"headers": {"Accept-Language": "de-CH,de;q=0.9"}}, ["Guten Tag", "Bank", "Ufer", "de"], id="csv"
		),
		pytest.param({"headers": {"Accept-Language": "fr"}}, ["Bonjour", "Bank", "Rive", "fr"], id="po"),
		pytest.param({"query_string": {"_lang": "de"}}, ["Guten Tag", "Bank", "Ufer", "de"], id="argument"),
		pytest.param({"headers": {"Accept-Language": "zz"}}, ["Hello", "Bank", "Bank", "en"], id="unknown"),
	],
)
def test_texts_come_in_the_language_asked_for(client, options, greeting):
	assert client.get(API + "greet", **options).json == {"message": greeting}


def test_the_language_of_the_cookie_counts_for_guests(board):
	french = board.client(preferred_language="fr")
	assert french.get(API + "greet").json == {"message": ["Bonjour", "Bank", "Rive", "fr"]}


def test_after_request_hooks_see_every_answer(client):
	for path in (API + "echo", API + "refuse?how=crash", "/board", "/nowhere"):
		assert client.get(path).headers["X-Noticeboard"] == path.split("?")[0]


@pytest.mark.parametrize(("kind", "sent"), [("", "text/csv"), ("text/calendar", "text/calendar")])
@pytest.mark.parametrize(
	"path", [f"{API}download?", "/api/v2/method/noticeboard.api.download?", "/?cmd=noticeboard.api.download&"]
)
def test_a_download_is_answered_as_it_is(client, path, kind, sent):
	answer = client.get(f"{path}kind={kind}")
	assert (answer.status_code, answer.get_data()) == (200, b"a;\xc3\xb6")
	assert answer.headers["Content-Type"] == f"{sent}; charset=utf-8"
	assert answer.headers["Content-Disposition"] == "attachment; filename=board.csv"
