"""Jobs: kept in the table RQ Job, so that any worker of the site can take them, each at most once."""

import datetime
import json

import frappe
from frappe._local import NotOfferedError, _dict
from frappe.utils import now_datetime

LONGEST_RUN = datetime.timedelta(minutes=25)
KEPT_AFTER_END = datetime.timedelta(days=7)
OPTIONS_NOT_OFFERED = {"event", "on_success", "on_failure", "at_front", "is_async"}


def enqueue(
	method,
	queue="default",
	timeout=None,
	now=False,
	enqueue_after_commit=False,
	*,
	job_name=None,
	job_id=None,
	deduplicate=False,
	**kwargs,
):
	"""Run a function in a worker: after the commit, or in any case once the transaction is over.

	Arguments travel as JSON; `deduplicate` leaves out a job whose `job_id` is waiting or running.

	:param queue: may be given, as `timeout` and `job_name`; every worker takes every job
	"""
	if refused := OPTIONS_NOT_OFFERED & set(kwargs):
		raise NotOfferedError(f"frappe.enqueue({', '.join(refused)})")
	if now:
		return frappe.call(method, **kwargs)
	if deduplicate and not job_id:
		frappe.throw(frappe._("`job_id` paramater is required for deduplication."))
	if deduplicate and is_job_enqueued(job_id):
		return None
	job = {"method": _dotted_path(method), "arguments": _as_json(kwargs), "user": frappe.session.user}
	_insert_after_transaction({**job, "job_id": job_id, "queue": queue}, enqueue_after_commit)
	return None


def _dotted_path(method):
	if isinstance(method, str):
		return method
	if "<" in method.__qualname__ or "." in method.__qualname__:
		raise NotOfferedError(f"frappe.enqueue of {method.__qualname__}, which is no function of a module")
	return f"{method.__module__}.{method.__qualname__}"


def _as_json(arguments):
	try:
		return json.dumps(arguments)
	except TypeError as error:
		raise NotOfferedError(f"frappe.enqueue with arguments that JSON cannot hold ({error})")


def _insert_after_transaction(job, only_after_commit):
	"""Wait for the end: a second connection could not write while this one holds the database's lock."""

	def insert():
		with frappe.db.ahead_of_others():
			frappe.get_doc(doctype="RQ Job", status="queued", **job).insert(ignore_permissions=True)

	frappe.db.after_commit.add(insert)
	if not only_after_commit:
		frappe.db.after_rollback.add(insert)


def is_job_enqueued(job_id):
	"""Return whether the job waits, or runs and is not overdue."""
	jobs = frappe.get_all("RQ Job", filters={"job_id": job_id}, fields=["status", "started_at"])
	overdue = now_datetime() - LONGEST_RUN
	return any(
		job.status == "queued" or (job.status == "started" and job.started_at > overdue) for job in jobs
	)


def run_jobs():
	"""Run the jobs that wait, oldest first; return how many. The context comes back as Administrator's."""
	waiting = frappe.get_all("RQ Job", filters={"status": "queued"}, pluck="name", order_by="creation asc")
	return sum(_run(name) for name in waiting)


def _run(name):
	job = frappe.get_doc("RQ Job", name, for_update=True)
	if job.status != "queued":
		frappe.db.rollback()
		return False
	job.db_set({"status": "started", "started_at": now_datetime()}, commit=True)
	frappe.set_user(job.user)
	frappe.local.job = _dict(site=frappe.local.site, method=job.method, job_name=job.method, user=job.user)
	try:
		frappe.get_attr(job.method)(**json.loads(job.arguments))
		frappe.db.commit()
		status = "finished"
	except Exception:
		traceback = frappe.get_traceback()
		frappe.db.rollback()
		frappe.log_error(title=job.method, message=traceback)
		status = "failed"
	frappe.local.job = None
	frappe.set_user("Administrator")
	job.db_set({"status": status, "ended_at": now_datetime()}, commit=True)
	return True


def delete_ended_jobs():
	frappe.db.delete("RQ Job", {"ended_at": ("<", now_datetime() - KEPT_AFTER_END)})
	frappe.db.commit()
