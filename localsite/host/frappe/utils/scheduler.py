"""The hook `scheduler_events`: its methods become jobs when they are due; missed runs collapse into one."""

import datetime

import frappe
from croniter import croniter
from frappe._local import NotOfferedError
from frappe.utils import now_datetime
from frappe.utils.background_jobs import enqueue

CRON_OF = {
	"all": "*/4 * * * *",
	"hourly": "0 * * * *",
	"daily": "0 0 * * *",
	"weekly": "0 0 * * 0",
	"monthly": "0 0 1 * *",
	"yearly": "0 0 1 1 *",
}


def get_schedule():
	"""Return pairs of a method and its cron expression, as the installed apps' hooks say."""
	events = dict(frappe.get_hooks("scheduler_events", {}))
	schedule = [(method, cron) for cron, methods in events.pop("cron", {}).items() for method in methods]
	for frequency, methods in events.items():
		cron = CRON_OF.get(frequency.removesuffix("_long").removesuffix("_maintenance"))
		if not cron:
			raise NotOfferedError(f"scheduler_events[{frequency!r}]")
		schedule += [(method, cron) for method in methods]
	return schedule


def enqueue_events():
	"""Queue each method that is due since its last run; return their names. Commits."""
	return [method for method, cron in get_schedule() if _enqueue_if_due(method, cron)]


def _enqueue_if_due(method, cron):
	"""Move the last run forward under the row's lock, so that of several workers one queues the job."""
	name = frappe.db.exists("Scheduled Job Type", {"method": method, "cron_format": cron})
	if not name:
		frappe.get_doc(doctype="Scheduled Job Type", method=method, cron_format=cron).insert()
	elif _is_due(frappe.get_doc("Scheduled Job Type", name), cron):
		row = frappe.get_doc("Scheduled Job Type", name, for_update=True)
		if _is_due(row, cron):
			row.db_set("last_execution", now_datetime(), update_modified=False)
			enqueue(method, job_id=f"scheduled_job::{method}", deduplicate=True, enqueue_after_commit=True)
			frappe.db.commit()
			return True
	frappe.db.commit()
	return False


def _is_due(row, cron):
	"""A method that never ran counts from when it was first seen."""
	last = frappe.utils.get_datetime(row.last_execution or row.creation)
	return croniter(cron, last).get_next(datetime.datetime) <= now_datetime()
