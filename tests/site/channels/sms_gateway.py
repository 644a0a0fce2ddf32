"""An SMS gateway on this machine, and a site whose SMS Settings name it."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

import frappe

SETTINGS, PARAMETER = "SMS Settings", "SMS Parameter"
PASSWORD = "gateway-password"


class Gateway(ThreadingHTTPServer):
	"""Answers each request with `status` after `delay` seconds.

	:ivar asked: what each request held, its method and headers among it; `accepted` of those that were answered with 2xx.
	"""

	daemon_threads = True

	def __init__(self):
		super().__init__(("127.0.0.1", 0), _Answer)
		self.status, self.delay = 200, 0
		self.asked: list[dict] = []
		self.accepted: list[dict] = []
		self.address = f"http://127.0.0.1:{self.server_port}/send"

	def texts(self) -> dict[str, str]:
		return {asked["to"]: asked["text"] for asked in self.accepted}


class _Answer(BaseHTTPRequestHandler):
	def do_GET(self):
		self._answer(urlsplit(self.path).query)

	def do_POST(self):
		self._answer(self.rfile.read(int(self.headers["Content-Length"])).decode())

	def _answer(self, form: str):
		gateway: Gateway = self.server
		asked = {**dict(parse_qsl(form)), "method": self.command, "headers": dict(self.headers)}
		gateway.asked.append(asked)
		time.sleep(gateway.delay)
		if 200 <= gateway.status < 300:
			gateway.accepted.append(asked)
		self.send_response(gateway.status)
		self.send_header("Content-Length", "0")
		self.end_headers()

	def log_message(self, *_arguments):
		pass


@contextmanager
def listening() -> Iterator[Gateway]:
	server = Gateway()
	thread = threading.Thread(target=server.serve_forever, daemon=True)
	thread.start()
	try:
		yield server
	finally:
		server.shutdown()
		server.server_close()


@contextmanager
def given_gateway(address: str, **values) -> Iterator[None]:
	before = dict(frappe.db.get_singles_dict(SETTINGS))
	_forget()
	settings = frappe.get_doc(SETTINGS)
	settings.update({"sms_gateway_url": address, "message_parameter": "text", "receiver_parameter": "to"})
	settings.set("parameters", [])
	settings.append("parameters", {"parameter": "password", "value": PASSWORD})
	settings.append("parameters", {"parameter": "X-Key", "value": "key", "header": 1})
	settings.update(values)
	settings.save()
	frappe.db.commit()
	try:
		yield
	finally:
		frappe.db.rollback()
		_forget()
		for field, value in before.items():
			frappe.db.set_single_value(SETTINGS, field, value)
		frappe.db.commit()


def _forget() -> None:
	frappe.db.delete("Singles", {"doctype": SETTINGS})
	frappe.db.delete(PARAMETER, {"parent": SETTINGS})
	frappe.clear_document_cache(SETTINGS, SETTINGS)
