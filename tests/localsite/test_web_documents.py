"""Documents by /api/resource, and their whitelisted methods."""

import pytest

NOTICES = "/api/resource/Notice"


@pytest.fixture
def manager(board):
	return board.signed_in()


def test_a_document_is_created_read_changed_and_deleted(board, manager):
	created = manager.post(NOTICES, json={"title": "one", "pages": 3}).json["data"]
	path = f"{NOTICES}/{created['name']}"
	assert (created["title"], created["pages"], created["owner"]) == ("one", 3, "Administrator")
	assert manager.get(path).json["data"]["title"] == "one"
	assert manager.put(path, json={"title": "two"}).json["data"]["title"] == "two"
	assert board.titles() == ["two"]
	gone = manager.delete(path)
	assert (gone.status_code, gone.json) == (202, {"data": "ok"})
	assert (board.titles(), manager.get(path).status_code) == ([], 404)


def test_lists_take_fields_filters_order_and_limit(manager):
	for pages, title in enumerate(("a", "b", "c")):
		manager.post(NOTICES, json={"title": title, "pages": pages})
	query = {"fields": '["title"]', "filters": '[["pages", ">", 0]]', "order_by": "title desc"}
	assert manager.get(NOTICES, query_string=query).json == {"data": [{"title": "c"}, {"title": "b"}]}
	assert manager.get(NOTICES, query_string=query | {"limit": 1}).json == {"data": [{"title": "c"}]}
	assert manager.get(NOTICES, query_string=query | {"limit_start": 1}).json == {"data": [{"title": "b"}]}


@pytest.mark.parametrize(
	("asked", "length"),
	[
		pytest.param({}, 20, id="by default"),
		pytest.param({"limit_page_length": 0}, 21, id="all"),
		pytest.param({"limit": 0}, 21, id="all by the short name"),
		pytest.param({"limit": ""}, 20, id="nothing said"),
		pytest.param({"limit_page_length": 2, "limit": 3}, 2, id="the long name counts"),
	],
)
def test_lists_are_as_long_as_asked_for(board, manager, asked, length):
	import frappe
	from noticeboard.events import add_notice

	def fill():
		for number in range(21):
			add_notice(f"notice {number}")
		frappe.db.commit()

	board.apart(fill)
	assert len(manager.get(NOTICES, query_string=asked).json["data"]) == length


def test_guests_may_nothing(client):
	assert client.get(NOTICES).status_code == 403
	assert client.post(NOTICES, json={"title": "x"}).status_code == 403


def test_a_missing_mandatory_field_is_refused(manager):
	response = manager.post(NOTICES, json={"body": "x"})
	assert (response.status_code, response.json["exc_type"]) == (417, "MandatoryError")


def test_only_whitelisted_methods_run_by_their_http_method(board, manager):
	name = manager.post(NOTICES, json={"title": "one"}).json["data"]["name"]
	path, called = "/api/method/run_doc_method", {"dt": "Notice", "dn": name}
	for method in ("burn", "retitle"):
		assert manager.get(path, query_string={**called, "method": method}).status_code == 403
	assert manager.post(path, data={**called, "method": "burn"}).status_code == 403
	retitle = {**called, "method": "retitle", "args": '{"title": "new"}'}
	assert manager.post(path, data=retitle).status_code == 200
	assert board.titles() == ["new"]


def test_run_doc_method_sends_the_document_along(manager):
	name = manager.post(NOTICES, json={"title": "one"}).json["data"]["name"]
	sent = {"dt": "Notice", "dn": name, "method": "repeat", "args": '{"times": 3}'}
	answer = manager.post("/api/method/run_doc_method", data=sent).json
	assert (answer["message"], answer["docs"][0]["name"]) == ("one one one", name)
