"""Addresses of the guest pages as mails carry them."""

from urllib.parse import urlencode

import frappe


def page_link(page: str, **query: str) -> str:
	"""From the site's `host_name`, or else the site's own name: never from a request, whose Host header anybody can set."""
	host = frappe.conf.host_name or frappe.local.site
	if "://" not in host:
		host = f"http://{host}"
	address = f"{host.rstrip('/')}/{page}"
	return f"{address}?{urlencode(query)}" if query else address
