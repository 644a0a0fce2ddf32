"""As what the present user acts, told from where the code runs; nothing that a request brings decides it."""

import frappe

from meeting_manager.scheduling import actors

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
	if getattr(frappe.local, "job", None):
		return actors.STAFF if _is_member_of_staff() else actors.SYSTEM
	if not getattr(frappe.local, "request", None):
		return actors.CONSOLE
	if frappe.session.user == "Guest":
		return actors.CUSTOMER_LINK
	is_staff = frappe.session.user == "Administrator" or _is_member_of_staff()
	return actors.STAFF if is_staff else actors.CUSTOMER_ACCOUNT


def _is_member_of_staff() -> bool:
	"""Whether it is a person's login: the scheduler's jobs run as Administrator, those that staff queue run as themselves."""
	person = frappe.session.user not in ("Administrator", "Guest")
	return person and bool(STAFF_ROLES.intersection(frappe.get_roles()))
