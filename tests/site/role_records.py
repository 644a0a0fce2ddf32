"""One record of each DocType here and there, with what a request needs to change it or to make one like it."""

from dataclasses import dataclass, field
from types import SimpleNamespace

import frappe

from tests.site.factories import ZONE, make_department, make_meeting_type, make_profile
from tests.site.role_people import (
	BOOKING,
	LEAVER,
	NEWCOMER,
	ROW,
	booking_values,
	busy_values,
	make_booking,
	make_busy_time,
	make_policy,
	make_preference,
)


@dataclass(frozen=True)
class Record:
	"""
	:param here, there: names; none there for a single.
	:param edit: a harmless change.
	:param create: values of one more like it.
	:param spare: one that nothing links to, to be deleted by whoever may.
	:param parent: DocType of the document whose row it is, its name here and there, and the table's field.
	"""

	doctype: str
	here: str
	there: str | None
	edit: dict
	create: dict
	spare: str | None = None
	parent: tuple[str, str, str, str] | None = field(default=None)


def make_spares(here: SimpleNamespace) -> dict[str, str]:
	make_profile(LEAVER, "Liam Role")
	return {
		BOOKING: make_booking(here, 12).name,
		"MM Member Profile": LEAVER,
		"MM Busy Time": make_busy_time(here.member).name,
		"MM Department": make_department(f"{here.department.name} spare", [here.member]).name,
		"MM Meeting Type": make_meeting_type(here.department.name, "Spare").name,
		"MM Notification Preference": make_preference(LEAVER).name,
		"MM Cancellation Policy": make_policy(f"{here.policy.name} spare").name,
	}


def name_own_mails():
	"""MM Settings with a row for each place, for mails that no customer gets."""
	template = {"doctype": "Email Template", "name": "Role Mail", "subject": "Hello", "use_html": 1}
	if not frappe.db.exists("Email Template", "Role Mail"):
		frappe.get_doc({**template, "response_html": "<p>Hello</p>"}).insert()
	settings = frappe.get_doc("MM Settings")
	settings.set("mail_templates", [])
	for occasion in ("Assigned", "Handed Over"):
		settings.append("mail_templates", {"occasion": occasion, "email_template": "Role Mail"})
	return settings.save()


def forget_own_mails() -> None:
	settings = frappe.get_doc("MM Settings")
	settings.set("mail_templates", [])
	settings.save()
	frappe.delete_doc("Email Template", "Role Mail", force=True)
	frappe.db.commit()


def make_records(here: SimpleNamespace, there: SimpleNamespace, spares: dict[str, str]) -> dict[str, Record]:
	documents = [*_documents(here, there), *_logs(here, there)]
	records = [Record(*values, spare=spares.get(values[0])) for values in documents]
	records += [_row(here, there, *values) for values in ROWS]
	return {record.doctype: record for record in records}


def _documents(here: SimpleNamespace, there: SimpleNamespace):
	kind = {"department": here.department.name, "meeting_name": "Another", "duration": 30}
	department = {
		"department_name": f"{here.department.name} new",
		"timezone": ZONE,
		"members": [{"member": here.member}],
	}
	newcomer = {"user": NEWCOMER, "timezone": ZONE, "is_bookable": 0}
	settings = {"support_phone": "+49 30 1234567"}
	yield BOOKING, here.booking.name, there.booking.name, {"customer_notes": "Seen"}, booking_values(here, 14)
	yield "MM Member Profile", here.member, there.member, {"buffer_after": 5}, newcomer
	yield "MM Busy Time", here.busy.name, there.busy.name, {"title": "Doctor"}, busy_values(here.member, 9)
	yield "MM Department", here.department.name, there.department.name, {"description": "Seen"}, department
	yield "MM Meeting Type", here.type.name, there.type.name, {"description": "Seen"}, kind
	policy = {"policy_name": f"{here.policy.name} new"}
	changed = {"description": "Seen"}
	yield "MM Cancellation Policy", here.policy.name, there.policy.name, changed, policy
	yield "MM Settings", "MM Settings", None, settings, settings
	preferences = here.preference.name, there.preference.name
	yield "MM Notification Preference", *preferences, {"reminders": 0}, {"user": NEWCOMER, "in_app": 0}


def _logs(here: SimpleNamespace, there: SimpleNamespace):
	for name in ("role here", "role there"):
		row = frappe.qb.DocType("MM Guest Count")
		frappe.qb.into(row).columns("name", "moments", "last_second").insert(name, "[]", 0).run()
	told = {"booking": here.booking.name, "occasion": "Confirmed", "channel": "SMS", "state": "Due"}
	claim = {"name": "x|1", "member": here.member, "quantum": 1, "session": "x"}
	feed = {"subject": "role new", "kind": "MM Department", "holder": here.department.name}
	count = {"name": "role new", "moments": "[]", "last_second": 1}
	for name in ("role here", "role there"):
		frappe.get_doc({"doctype": "MM Notification Choice", "name": name, "thanks_off": 1}).insert()
	choice = {"name": "role new", "reminders_off": 1}
	yield "MM Notification Choice", "role here", "role there", {"reminders_off": 1}, choice
	demand = {"department": here.department.name, "meeting_type": here.type.name, "searches": 1}
	yield "MM Unmet Demand", here.demand, there.demand, {"searches": 9}, demand
	yield from _records_of_histories(here, there)
	yield "MM Time Claim", here.claim, there.claim, {"session": "x"}, claim
	yield "MM Message", here.message, there.message, {"reason": "Never sent"}, told
	yield "MM Calendar Feed", here.feed.name, there.feed.name, {"holder": "x"}, feed
	answered = {"booking": here.booking.name, "state": "Ignored"}
	yield "MM Calendar Reply", here.reply, there.reply, {"reason": "Never came"}, answered
	yield "MM Guest Count", "role here", "role there", {"last_second": 1}, count


def _records_of_histories(here: SimpleNamespace, there: SimpleNamespace):
	for name in ("role here", "role there"):
		frappe.qb.into(frappe.qb.DocType("MM History Check")).columns("name").insert(name).run()
	check, stone, seal = {"occasion": "Seen"}, {"reason": "Seen"}, {"history_rows": 9}
	yield "MM History Check", "role here", "role there", check, check
	yield (
		"MM Operation",
		here.operation,
		there.operation,
		{"note": "Seen"},
		{"kind": "Cancel", "note": "Seen"},
	)
	yield "MM Booking Tombstone", here.tombstone, there.tombstone, stone, {"name": "1", **stone}
	yield "MM History Seal", here.booking.name, there.booking.name, seal, {"name": "role new", **seal}


ROWS = (
	(ROW, "booking", "assigned_users", {"is_blocking": 0}),
	("MM Booking History", "booking", "history", {"notes": "Never happened"}),
	("MM Weekly Hours", "profile", "weekly_hours", {"end_time": "23:00:00"}),
	("MM Date Override", "profile", "date_overrides", {"reason": "Seen"}),
	("MM Department Member", "department", "members", {"assignment_priority": 9}),
	("MM Department Holiday", "department", "holidays", {"description": "Seen"}),
	("MM Cancellation Fee Tier", "policy", "fee_tiers", {"fee_amount": 9}),
	("MM Cancellation Reason", "policy", "reasons", {"reason": "Seen"}),
	("MM Meeting Type Member", "type", "named_members", {"member_name": "Seen"}),
	("MM Mail Template", "settings", "mail_templates", {"recipient_kind": "Member"}),
)
"""DocType, the place's document that has such a row, its table, and a change."""


def _row(
	here: SimpleNamespace, there: SimpleNamespace, doctype: str, owner: str, table: str, edit: dict
) -> Record:
	parents = getattr(here, owner), getattr(there, owner)
	rows = [parent.get(table)[number if parent.meta.issingle else 0] for number, parent in enumerate(parents)]
	columns = {f.fieldname: rows[0].get(f.fieldname) for f in rows[0].meta.fields if rows[0].get(f.fieldname)}
	values = {key: str(value) if key.endswith(("time", "date")) else value for key, value in columns.items()}
	place = {"parent": parents[0].name, "parenttype": parents[0].doctype, "parentfield": table}
	parent = (parents[0].doctype, parents[0].name, parents[1].name, table)
	return Record(doctype, rows[0].name, rows[1].name, edit, {**values, **place}, parent=parent)
