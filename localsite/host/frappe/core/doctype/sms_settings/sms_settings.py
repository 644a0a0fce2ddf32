"""The parts of Frappe's SMS that build and send a request to a gateway."""

import frappe
from frappe import _, throw
from frappe.model.document import Document


class SMSSettings(Document):
	pass


def validate_receiver_nos(receiver_list):
	"""Return the numbers without spaces, hyphens and brackets; refuse an empty list."""
	marks = str.maketrans("", "", " -()")
	numbers = [number.translate(marks) for number in receiver_list if number]
	if not numbers:
		throw(_("Please enter valid mobile nos"))
	return numbers


def get_headers(sms_settings=None):
	settings = sms_settings or frappe.get_doc("SMS Settings", "SMS Settings")
	own = {row.parameter: row.value for row in settings.get("parameters") if row.header == 1}
	return {"Accept": "text/plain, text/html, */*", **own}


def send_request(gateway_url, params, headers=None, use_post=False, use_json=False):
	"""Return the status of the answer; raise requests' HTTPError for 4xx and 5xx."""
	import requests

	place = "json" if use_json else "data" if use_post else "params"
	ask = requests.post if use_post else requests.get
	response = ask(gateway_url, headers=headers or get_headers(), **{place: params})
	response.raise_for_status()
	return response.status_code
