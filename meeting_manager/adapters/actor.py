"""As what the present user acts, told from where the code runs; nothing that a request brings decides it."""

import frappe

from meeting_manager.scheduling import actors

LISTS = (
	"frappe.desk.doctype.bulk_update.bulk_update._bulk_action",
	"frappe.desk.reportview.delete_bulk",
)
"""What Frappe queues of many documents that somebody has ticked in a list, under the login of who asked."""
STAFF_ROLES = frozenset({"System Manager", "MM Manager", "MM Department Leader", "MM Member"})


def acting_as(document) -> str:
	"""One of `actors.ACTORS`.

	Code that has verified something itself, as a token, says so in `document.flags.actor`, which no request can set.
	"""
	return document.flags.actor or _by_surroundings()


def _by_surroundings() -> str:
	if frappe.flags.in_import:
		return actors.IMPORT
	if frappe.flags.in_patch or frappe.flags.in_migrate:
		return actors.SYSTEM
	if job := getattr(frappe.local, "job", None):
		return _of_login() if job.method in LISTS else _of_job()
	if not getattr(frappe.local, "request", None):
		return actors.CONSOLE
	return _of_login()


def _of_job() -> str:
	"""The scheduler's jobs run as Administrator, those that staff queue run as themselves."""
	is_person = frappe.session.user not in ("Administrator", "Guest")
	return actors.STAFF if is_person and _has_role_of_staff() else actors.SYSTEM


def _of_login() -> str:
	if frappe.session.user == "Guest":
		return actors.CUSTOMER_LINK
	is_staff = frappe.session.user == "Administrator" or _has_role_of_staff()
	return actors.STAFF if is_staff else actors.CUSTOMER_ACCOUNT


def _has_role_of_staff() -> bool:
	return bool(STAFF_ROLES.intersection(frappe.get_roles()))
