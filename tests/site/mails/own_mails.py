"""Operators' own mails, for as long as a test runs."""

import frappe

NAME = "Own Mail of the Tests"
WHOLE = """<html><body><p>Dear {{ recipient_name }}, {{ customer_name }}: {{ meeting }}, {{ when }}{% if before %}, not {{ before }}{% endif %}.</p>
{% for fact in facts %}<p>{{ fact.label }}: {{ fact.value }}</p>{% endfor %}
{% for line in notes %}<div>{{ line }}</div>{% endfor %}
<p><a href="{{ links[0].address if links else 'https://example.com/' }}" title="{{ customer_name }}">{{ headline }}</a></p></body></html>"""
SUBJECT = "{{ customer_name }} at {{ begins }}"


def use_own(occasions, kinds=("Customer",), **values) -> None:
	"""Let this template write the mails, without asking whether it can: operators may break one later."""
	doc = {
		"doctype": "Email Template",
		"name": NAME,
		"subject": SUBJECT,
		"use_html": 1,
		"response_html": WHOLE,
	}
	frappe.get_doc({**doc, **values}).insert().db_set({"subject": values.get("subject", SUBJECT)})
	settings = frappe.get_doc("MM Settings")
	for kind in kinds:
		for occasion in occasions:
			row = {"occasion": occasion, "recipient_kind": kind, "email_template": NAME}
			settings.append("mail_templates", row)
	settings.flags.ignore_validate = True
	settings.save()
	frappe.db.commit()


def forget_own() -> None:
	frappe.db.rollback()
	settings = frappe.get_doc("MM Settings")
	settings.set("mail_templates", [row for row in settings.mail_templates if row.email_template != NAME])
	settings.flags.ignore_validate = True
	settings.save()
	frappe.db.delete("Email Template", {"name": NAME})
	frappe.clear_document_cache("Email Template", NAME)
	frappe.db.delete("Error Log", {"method": f"Email Template {NAME}"})
	frappe.db.commit()
