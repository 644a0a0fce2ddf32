"""The Desk of a bench's site, which localsite does not have."""

import os

import pytest

PASSWORD = os.environ.get("MM_DESK_PASSWORD")
"""Of Administrator, on the site at MM_BROWSER_ADDRESS."""

needs_desk = pytest.mark.skipif(
	not (PASSWORD and os.environ.get("MM_BROWSER_ADDRESS")),
	reason="needs a bench: set MM_BROWSER_ADDRESS and MM_DESK_PASSWORD",
)
READY = """window.frappe?.xcall && window.cur_list?.data && !frappe.request.ajax_count
	&& document.querySelector(".list-row-container .list-row, .no-result:not([style*=none])")"""
"""A list that is set up later takes the page of whoever has gone on by then."""


def sign_in(page, user: str = "Administrator", password: str | None = PASSWORD) -> None:
	answer = page.request.post("/api/method/login", form={"usr": user, "pwd": password})
	assert answer.ok, answer.text()
	page.goto("/app/mm-member-profile")
	page.wait_for_function(READY)


def open_form(page, doctype: str, name: str) -> None:
	page.evaluate("([doctype, name]) => frappe.set_route('Form', doctype, name)", [doctype, name])
	page.wait_for_function("([_, name]) => window.cur_frm?.docname === name", arg=[doctype, name])


def save(page) -> None:
	"""With the keyboard, as the form says."""
	page.keyboard.press("Control+s")
	page.wait_for_function("!cur_frm.is_dirty()")


def insert(page, doc: dict) -> dict:
	return page.evaluate("(doc) => frappe.db.insert(doc)", doc)


def delete(page, doctype: str, name: str) -> None:
	script = "async ([doctype, name]) => { if (await frappe.db.exists(doctype, name)) await frappe.db.delete_doc(doctype, name) }"
	page.evaluate(script, [doctype, name])


def expect_refusal(page) -> None:
	"""Frappe's Desk writes each refusal into the console too, which no other test may leave unexplained."""
	page.evaluate("console.error = () => {}")
