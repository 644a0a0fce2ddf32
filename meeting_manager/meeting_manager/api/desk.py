"""What staff ask from the Desk."""

import frappe
from frappe import _

from meeting_manager.adapters.offers import Offer, explained_search, load_offer
from meeting_manager.adapters.site_time import current_minute
from meeting_manager.meeting_manager.api.guest_input import read_date, read_instant
from meeting_manager.notifications.mail_preview import preview
from meeting_manager.permissions import leads, sees_everything
from meeting_manager.presentation.languages import spoken_languages
from meeting_manager.presentation.slot_reasons import in_words
from meeting_manager.scheduling.explain import Row, table, why
from meeting_manager.scheduling.reasons import Reason
from meeting_manager.scheduling.zones import day_window, to_instant


@frappe.whitelist(methods=["GET", "POST"])
def explain_slots(meeting_type: str = "", date: str = "") -> dict:
	"""Every start of a day of the department, and by member what keeps it from being offered.

	Managers and the department's leader see all its members, a member their own column.
	"""
	offer = _load_offer(meeting_type)
	day = read_date(date, "date")
	window = day_window(offer.zone, day, day)
	members = _visible(offer)
	search = explained_search(offer, window, current_minute())
	rows = table(search, *window, [member.name for member in members])
	return {
		"timezone": offer.zone.key,
		"date": day.isoformat(),
		"members": [{"member": member.name, "name": member.full_name} for member in members],
		"slots": [_describe_row(row, offer) for row in rows],
	}


@frappe.whitelist(methods=["GET", "POST"])
def explain_start(meeting_type: str = "", member: str = "", start: str = "") -> dict:
	"""What keeps one start, an ISO instant with its offset, from being offered with one member."""
	offer, minute = _load_offer(meeting_type), read_instant(start, "start")
	if member not in {visible.name for visible in _visible(offer)} and not _sees_all(offer):
		frappe.throw(_("You may ask for your own times only"), frappe.PermissionError)
	search = explained_search(offer, (minute, minute + 1), current_minute())
	found = why(search, member, minute)
	return {"offered": not found, "reasons": _describe(found, offer)}


@frappe.whitelist(methods=["GET", "POST"])
def preview_mail(
	booking: str = "",
	occasion: str = "",
	recipient_kind: str = "Customer",
	language: str = "",
	email_template: str = "",
) -> dict:
	"""A mail about a booking as it would be written now; its links do not work. For whoever may change MM Settings.

	:param email_template: in place of the one that MM Settings name.
	"""
	frappe.has_permission("MM Settings", "write", throw=True)
	frappe.has_permission("MM Meeting Booking", "read", doc=booking, throw=True)
	if email_template:
		frappe.has_permission("Email Template", "read", doc=email_template, throw=True)
	return preview(booking, occasion, recipient_kind, language or None, email_template)


@frappe.whitelist(methods=["GET", "POST"])
def get_mail_languages() -> list[str]:
	"""The languages that mails are written in. For whoever may change MM Settings."""
	frappe.has_permission("MM Settings", "write", throw=True)
	return sorted(spoken_languages())


def _load_offer(meeting_type: str) -> Offer:
	frappe.has_permission("MM Meeting Type", "read", doc=meeting_type, throw=True)
	return load_offer(meeting_type)


def _visible(offer: Offer) -> list:
	me = frappe.session.user
	return [member for member in offer.candidates if _sees_all(offer) or member.name == me]


def _sees_all(offer: Offer) -> bool:
	return sees_everything(frappe.session.user) or leads(frappe.session.user, offer.department)


def _describe_row(row: Row, offer: Offer) -> dict:
	start = to_instant(row.start, offer.zone)
	return {
		"time": start.strftime("%H:%M"),
		"start": start.isoformat(),
		"offered": row.is_offered,
		"reasons": {member: _describe(found, offer) for member, found in row.reasons.items()},
	}


def _describe(found: tuple[Reason, ...], offer: Offer) -> list[dict]:
	return [{"code": reason.code, "text": in_words(reason, offer.zone)} for reason in found]
