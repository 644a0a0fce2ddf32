"""Pages of an app's www folder."""

import pytest


@pytest.mark.parametrize(
	("path", "status", "body"),
	[
		pytest.param(
			"/board?title=a<b>", 200, "<p>a<b> {{ missing_name }} LOUD soft</p>", id="nothing is escaped"
		),
		pytest.param("/board/", 200, "<p>no title {{ missing_name }} LOUD soft</p>", id="slash"),
		pytest.param("/board.html", 200, "<p>no title {{ missing_name }} LOUD soft</p>", id="ending"),
		pytest.param(
			"/notice/my-title", 200, "<p>my-title {{ missing_name }} LOUD soft</p>", id="route rule"
		),
		pytest.param("/board?outcome=teapot", 418, "<p>no title", id="status of the context"),
		pytest.param("/board?outcome=forbidden", 403, "No entry here", id="PermissionError"),
		pytest.param("/board?outcome=gone", 404, "gone missing", id="PageDoesNotExistError"),
		pytest.param("/board?outcome=refused", 417, "ValidationError: A &lt;i&gt;refusal", id="thrown"),
		pytest.param(
			"/board?outcome=crash", 500, "ZeroDivisionError: secret detail", id="crash with traceback"
		),
		pytest.param("/nowhere", 404, "gone missing", id="no such page"),
		pytest.param("/../hooks.py", 404, "gone missing", id="outside the folder"),
		pytest.param("/board/index.py", 404, "gone missing", id="source of a page"),
		pytest.param(
			"/app", 404, "<code>/app</code> is a page of the Desk, which needs a bench", id="the Desk"
		),
		pytest.param(
			"/app/notice/<b>",
			404,
			"<code>/app/notice/&lt;b&gt;</code> is a page of",
			id="a record in the Desk",
		),
		pytest.param("/files/x.png", 500, "does not offer the path /files/x.png", id="files"),
	],
)
def test_pages_answer_as_in_frappe(client, path, status, body):
	response = client.get(path)
	assert (response.status_code, response.mimetype) == (status, "text/html")
	assert body in response.text


def test_the_desks_page_tells_where_records_are(board):
	for client in (board.client(), board.signed_in()):
		page = client.get("/app/notice/1").text
		assert "<code>/api/resource/&lt;DocType&gt;/&lt;name&gt;</code>" in page
		assert "Traceback" not in page


def test_a_redirect_is_not_kept_by_browsers(client):
	response = client.get("/board?outcome=moved")
	assert (response.status_code, response.headers["Location"]) == (302, "/notices")
	assert response.headers["Cache-Control"] == "no-store, no-cache, must-revalidate"


def test_a_page_without_no_cache_is_kept_by_path_and_language(client):
	assert client.get("/notices?token=one").text == "<p>cached: one Hello</p>"
	second = client.get("/notices?token=two")
	assert (second.text, second.headers["X-From-Cache"]) == ("<p>cached: one Hello</p>", "True")
	german = client.get("/notices?token=three", headers={"Accept-Language": "de"})
	assert german.text == "<p>cached: three Guten Tag</p>"


def test_developer_mode_keeps_no_page(board, client):
	board.configure(developer_mode=1)
	client.get("/notices?token=one")
	assert "two" in client.get("/notices?token=two").text


def test_a_post_runs_the_page_and_commits_a_get_does_not(board, client):
	assert "POST" in client.post("/post-notice", data={"title": "posted"}).text
	client.get("/post-notice?title=got")
	assert board.titles() == ["posted"]


def test_as_in_frappe_a_page_that_throws_keeps_what_it_wrote(board, client):
	response = client.post("/post-notice", data={"title": "kept", "outcome": "refused"})
	assert (response.status_code, board.titles()) == (417, ["kept"])


def test_head_answers_without_a_body(client):
	response = client.head("/board")
	assert (response.status_code, response.data) == (200, b"")


def test_assets_come_from_the_apps_public_folder(board):
	from frappe.app import application_with_statics

	from tests.localsite.conftest import APPS, Visitor

	client = Visitor(application_with_statics([("noticeboard", APPS / "noticeboard")]))
	style = client.get("/assets/noticeboard/css/board.css")
	assert (style.text, style.mimetype) == ("body { color: black }\n", "text/css")
	assert "max-age=" in style.headers["Cache-Control"]
	for path in (
		"/assets/noticeboard/css/none.css",
		"/assets/noticeboard/../hooks.py",
		"/assets/none/css/board.css",
	):
		assert client.get(path).status_code == 404
