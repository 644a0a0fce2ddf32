"""Count calls in the cache and refuse those above a limit."""

from functools import wraps

import frappe
from frappe import _


def rate_limit(key=None, limit=5, seconds=24 * 60 * 60, methods="ALL", ip_based=True):
	"""Limit an endpoint for each address, each value of a form field, or both.

	:param key: the form field that tells callers apart
	:param limit: calls allowed in the window, or a function that returns them
	:param seconds: length of the window; it starts with the first call
	:param methods: HTTP methods that count, or "ALL"
	"""

	def decorator(function):
		@wraps(function)
		def limited(*args, **kwargs):
			request = getattr(frappe.local, "request", None)
			if request and (methods == "ALL" or request.method in methods):
				identity = [frappe.local.request_ip] if ip_based else []
				identity += [str(frappe.form_dict.get(key) or "")] if key else []
				_count(":".join(identity), limit() if callable(limit) else limit, seconds)
			return function(*args, **kwargs)

		return limited

	return decorator


def _count(identity, limit, seconds):
	cache_key = frappe.cache.make_key(f"rl:{frappe.form_dict.cmd}:{identity}")
	calls = frappe.cache.incrby(cache_key, 1)
	if calls == 1:
		frappe.cache.expire(cache_key, seconds)
	if calls > limit:
		frappe.throw(
			_("You hit the rate limit because of too many requests. Please try after sometime."),
			frappe.RateLimitExceededError,
		)
