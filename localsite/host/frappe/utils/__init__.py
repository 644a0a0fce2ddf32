"""Helpers that need the site: people, addresses, callbacks. The plain conversions stand in `data`."""

import re
import traceback
from collections import deque
from email.utils import parseaddr

import frappe

from .data import *  # noqa: F403
from .data import escape_html

# Matched at the beginning only, as Frappe does: what follows a valid address is not looked at.
EMAIL = re.compile(
	r"[\w.!#$%&'*+/=?^`{|}~-]+@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z0-9]", re.ASCII | re.IGNORECASE
)
PHONE = re.compile(r"[0-9 +_\-,.*#()]{1,20}$")


class CallbackManager:
	"""Functions to run once, in the order in which they were added."""

	def __init__(self):
		self._functions = deque()

	def add(self, func):
		self._functions.append(func)

	def run(self):
		while self._functions:
			self._functions.popleft()()

	def reset(self):
		self._functions.clear()


def get_table_name(table_name):
	return table_name if table_name.startswith("__") else f"tab{table_name}"


def get_traceback():
	text = traceback.format_exc()
	return "" if text.startswith("NoneType: None") else text


def validate_email_address(email_str, throw=False):
	"""Return the addresses among the comma-separated ones that are valid, joined by commas.

	:param throw: refuse the first invalid one instead of leaving it out
	"""
	valid = []
	for part in (email_str or "").strip().split(","):
		address = parseaddr(part)[1] if "<" in part or " " not in part.strip() else ""
		if EMAIL.match(address):
			valid.append(address)
		elif throw:
			message = frappe._("{0} is not a valid Email Address").format(escape_html(part))
			frappe.throw(message, frappe.InvalidEmailAddressError)
	return ", ".join(valid)


def validate_phone_number(phone_number, throw=False):
	if not phone_number:
		return False
	valid = bool(PHONE.match(phone_number.strip()))
	if throw and not valid:
		message = frappe._("{0} is not a valid Phone Number").format(phone_number)
		frappe.throw(message, frappe.InvalidPhoneNumberError)
	return valid
