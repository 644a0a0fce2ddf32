import frappe
from frappe.model.document import Document

from meeting_manager.adapters.links import page_link
from meeting_manager.meeting_manager.doctype.mm_meeting_booking.booking_tokens import (
	TOKEN_SHAPE,
	derive_token,
	digest,
	make_nonce,
	opens,
)

FEED = "MM Calendar Feed"
PROFILE, DEPARTMENT = "MM Member Profile", "MM Department"
PURPOSE = "feed"
PLACE = "api/method/meeting_manager.meeting_manager.api.public.feed"


class MMCalendarFeed(Document):
	"""The secret address of a calendar. Derived like a booking's tokens; the row holds what it is found by."""

	@property
	def address(self) -> str:
		return page_link(PLACE, token=derive_token(self.name, PURPOSE, self.nonce))


def feed_of(kind: str, holder: str) -> MMCalendarFeed:
	"""The feed of a profile or department; its first address is made where there is none.

	:param kind: PROFILE or DEPARTMENT.
	"""
	name = frappe.db.get_value(FEED, {"subject": _subject(kind, holder)})
	return frappe.get_doc(FEED, name) if name else _make(kind, holder)


def end_address(kind: str, holder: str) -> None:
	"""Whoever still has the address gets nothing from now on."""
	frappe.db.delete(FEED, {"subject": _subject(kind, holder)})


def find_feed(token: object) -> MMCalendarFeed | None:
	if not isinstance(token, str) or not TOKEN_SHAPE.fullmatch(token):
		return None
	found = frappe.db.get_value(FEED, {"token_digest": digest(token)}, ["name", "token_digest"], as_dict=True)
	return frappe.get_doc(FEED, found.name) if found and opens(token, found.token_digest) else None


def _make(kind: str, holder: str) -> MMCalendarFeed:
	feed = frappe.new_doc(FEED)
	feed.update({"subject": _subject(kind, holder), "kind": kind, "holder": holder, "nonce": make_nonce()})
	feed.insert(ignore_permissions=True)  # nobody may write such rows but the app
	feed.db_set("token_digest", digest(derive_token(feed.name, PURPOSE, feed.nonce)))
	return feed


def _subject(kind: str, holder: str) -> str:
	return f"{kind}: {holder}"
