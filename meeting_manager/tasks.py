"""What runs by itself, and what operators run from a console."""

import time
from dataclasses import asdict

import frappe

from meeting_manager.adapters import history_audit
from meeting_manager.adapters.claims_audit import find_disagreements, forget_old, rebuild
from meeting_manager.adapters.site_time import current_minute
from meeting_manager.notifications.messages_audit import find_faults


def audit_overlaps(rebuild_claims: bool = False) -> dict:
	"""Tell whether any two bookings overlap, and whether the claims are those of the bookings.

	`bench --site NAME execute meeting_manager.tasks.audit_overlaps`
	:param rebuild_claims: write the claims anew where they differ.
	"""
	now = current_minute()
	forget_old(now)
	found = find_disagreements(now)
	if found and rebuild_claims:
		rebuild(now)
		found = find_disagreements(now)
	_report(asdict(found), "Bookings and claims disagree")
	return asdict(found)


def audit_messages() -> dict:
	"""Tell whether every change of a booking has its messages, once each, and whether any of them is stuck.

	`bench --site NAME execute meeting_manager.tasks.audit_messages`
	"""
	found = asdict(find_faults(current_minute()))
	print(f"changes looked at: {found['changes']}")
	_report(
		{kind: names for kind, names in found.items() if kind != "changes"}, "Messages are missing or stuck"
	)
	return found


def _report(found: dict[str, list], title: str) -> None:
	lines = [
		f"{kind}: {len(names)}" + "".join(f"\n  {name}" for name in names[:20])
		for kind, names in found.items()
	]
	print("\n".join(lines))
	if any(found.values()):
		frappe.log_error(title=title, message="\n".join(lines))


def verify_history() -> dict:
	"""Prove that no booking's history was changed, cut or taken away, and keep what was found in MM History Check.

	`bench --site NAME execute meeting_manager.tasks.verify_history`
	"""
	began = time.monotonic()
	report = history_audit.verify()
	history_audit.note_check(report, "Check")
	print(
		f"bookings: {report.bookings}, history rows: {report.rows}, tombstones: {report.tombstones}, "
		f"seconds: {time.monotonic() - began:.1f}"
	)
	_report(report.findings, "The history of bookings was changed")
	return asdict(report)
