"""SMS Settings and the request to a gateway, as Frappe makes it."""

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

SETTINGS = {"sms_gateway_url": "http://127.0.0.1:1/", "message_parameter": "text", "receiver_parameter": "to"}


@pytest.fixture
def frappe(board):
	import frappe

	with board.open():
		yield frappe


@pytest.fixture
def sms(frappe):
	from frappe.core.doctype.sms_settings import sms_settings

	return sms_settings


@pytest.fixture
def gateway():
	"""Answers with the status that the path names; `asked` holds method, path, body and headers."""

	class Answer(BaseHTTPRequestHandler):
		def do_GET(self):
			length = int(self.headers.get("Content-Length") or 0)
			body = self.rfile.read(length).decode()
			self.server.asked.append((self.command, self.path, body, dict(self.headers)))
			self.send_response(int(self.path[1:4]))
			self.send_header("Content-Length", "0")
			self.end_headers()

		do_POST = do_GET

		def log_message(self, *_arguments):
			pass

	server = HTTPServer(("127.0.0.1", 0), Answer)
	server.asked = []
	threading.Thread(target=server.serve_forever, daemon=True).start()
	yield server
	server.shutdown()
	server.server_close()


def test_settings_keep_their_parameters(frappe):
	settings = frappe.get_doc("SMS Settings")
	settings.update(SETTINGS)
	settings.append("parameters", {"parameter": "X-Key", "value": "key", "header": 1})
	settings.append("parameters", {"parameter": "user", "value": "me"})
	settings.save()
	stored = frappe.get_doc("SMS Settings")
	assert [(row.parameter, row.value, row.header) for row in stored.parameters] == [
		("X-Key", "key", 1),
		("user", "me", 0),
	]
	assert frappe.db.get_single_value("SMS Settings", "sms_gateway_url") == SETTINGS["sms_gateway_url"]
	frappe.db.rollback()


def test_a_gateway_without_an_address_is_refused(frappe):
	settings = frappe.get_doc("SMS Settings")
	settings.update({**SETTINGS, "sms_gateway_url": ""})
	with pytest.raises(frappe.MandatoryError):
		settings.save()


def test_numbers_lose_their_marks(sms, frappe):
	assert sms.validate_receiver_nos(["+49 (30) 12-3", None]) == ["+4930123"]
	with pytest.raises(frappe.ValidationError, match="Please enter valid mobile nos"):
		sms.validate_receiver_nos([""])


@pytest.mark.parametrize(
	("use_post", "use_json", "method", "place"),
	[(False, False, "GET", 1), (True, False, "POST", 2), (True, True, "POST", 2)],
	ids=["query", "form", "JSON"],
)
def test_a_request_goes_as_the_settings_say(sms, gateway, use_post, use_json, method, place):
	address = f"http://127.0.0.1:{gateway.server_port}/200"
	assert sms.send_request(address, {"to": "1", "text": "Hi"}, {"X-Key": "key"}, use_post, use_json) == 200
	(asked,) = gateway.asked
	assert asked[0] == method and asked[3]["X-Key"] == "key"
	assert asked[place].replace("/200?", "") == ('{"to": "1", "text": "Hi"}' if use_json else "to=1&text=Hi")


@pytest.mark.parametrize("status", [400, 503])
def test_an_error_of_the_gateway_is_raised(sms, gateway, status):
	import requests

	with pytest.raises(requests.HTTPError):
		sms.send_request(f"http://127.0.0.1:{gateway.server_port}/{status}", {}, {"X-Key": "key"})
