"""Whose mail it is: name, logo, colours and the way to reach somebody."""

import frappe

from meeting_manager.adapters.links import page_link
from meeting_manager.notifications.mail_text import one_line
from meeting_manager.presentation.colors import DARK_SURFACE, LIGHT_SURFACE, brand_colors

OWN_FILES = ("/files/", "/assets/")
FONT = "font-family: Segoe UI, -apple-system, BlinkMacSystemFont, Roboto, Helvetica Neue, Arial, sans-serif;"
"""In each cell, since Outlook's tables do not pass it on."""


def read_letterhead(department: str) -> dict:
	settings = frappe.get_cached_doc("MM Settings")
	logo = settings.logo or ""
	return {
		"name": one_line(settings.company_name) or department,
		"logo": page_link(logo.removeprefix("/")) if logo.startswith(OWN_FILES) else "",
		"email": settings.support_email or "",
		"phone": one_line(settings.support_phone),
		"font": FONT,
		"light": brand_colors(settings.brand_color, LIGHT_SURFACE),
		"dark": brand_colors(settings.brand_color, DARK_SURFACE),
	}
