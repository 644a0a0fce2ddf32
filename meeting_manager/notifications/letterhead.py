"""Whose mail it is: name, logo, colours and the way to reach somebody."""

import frappe

from meeting_manager.adapters.links import page_link
from meeting_manager.guest.brand import (
	DARK_SURFACE,
	LIGHT_SURFACE,
	SHAPE_CONTRAST,
	TEXT_CONTRAST,
	hex_color,
	readable_on,
	text_color_on,
)
from meeting_manager.notifications.mail_text import one_line


def read_letterhead(department: str) -> dict:
	settings = frappe.get_cached_doc("MM Settings")
	color = hex_color(settings.brand_color)
	return {
		"name": one_line(settings.company_name) or department,
		"logo": _absolute(settings.logo or ""),
		"email": settings.support_email or "",
		"phone": one_line(settings.support_phone),
		"light": _colors(color, LIGHT_SURFACE),
		"dark": _colors(color, DARK_SURFACE),
	}


def _absolute(logo: str) -> str:
	"""Of a public file of the site; mails load nothing from elsewhere."""
	return page_link(logo.removeprefix("/")) if logo.startswith(("/files/", "/assets/")) else ""


def _colors(color: str, surface: str) -> dict:
	fill = readable_on(surface, color, SHAPE_CONTRAST)
	return {
		"fill": fill,
		"on_fill": text_color_on(fill),
		"ink": readable_on(surface, color, TEXT_CONTRAST),
	}
