"""The frame of every guest page: brand, language, session, and what was refused."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import frappe
from frappe import _

from meeting_manager import __version__
from meeting_manager.exceptions import BookingRefusal
from meeting_manager.guest import words
from meeting_manager.guest.brand import brand_style

OWN_FILES = ("/files/", "/assets/")


def begin_page(context, title: str, is_private: bool = False) -> None:
	"""Put into the context what the base template needs.

	:param is_private: the address carries a token.
	"""
	context.problem = None
	context.guest = {
		"title": title,
		"is_private": is_private,
		"language": words.page_language(),
		"direction": words.get_locale().text_direction,
		"version": __version__,
		"brand": read_brand(),
		"style_nonce": style_nonce(),
		"csrf_token": csrf_token(),
	}


def read_brand() -> dict:
	settings = frappe.get_cached_doc("MM Settings")
	logo = settings.logo or ""
	return {
		"name": settings.company_name or _("Meetings"),
		"logo": logo if logo.startswith(OWN_FILES) else "",
		"style": brand_style(settings.brand_color),
		"email": settings.support_email or "",
		"phone": settings.support_phone or "",
	}


def style_nonce() -> str:
	"""Return the nonce of this answer; the response hook names it in the Content-Security-Policy."""
	if not frappe.local.flags.guest_style_nonce:
		frappe.local.flags.guest_style_nonce = frappe.generate_hash(length=24)
	return frappe.local.flags.guest_style_nonce


def csrf_token() -> str:
	"""Return the token of a signed-in session; Frappe asks for none where the session has none."""
	return frappe.session.data.get("csrf_token") or ""


def is_post() -> bool:
	return frappe.request.method == "POST"


@contextmanager
def refusals_shown(context) -> Iterator[None]:
	"""Show what the app refuses in the page itself, with the status code of the first refusal."""
	try:
		yield
	except BookingRefusal as refusal:
		frappe.clear_messages()
		if not context.problem:
			context.problem = describe(refusal)
			context.http_status_code = refusal.http_status_code


def describe(refusal: BookingRefusal) -> dict:
	"""Return the first sentence of a refusal, which says what happened, and the rest, which says what to do."""
	headline, _dot, rest = str(refusal).partition(". ")
	return refusal_notice(headline, rest, kind=type(refusal).__name__)


def refusal_notice(headline: str, rest: str, kind: str) -> dict[str, str]:
	return {"headline": headline, "rest": rest, "kind": kind}
