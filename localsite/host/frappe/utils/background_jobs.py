"""Jobs: kept in the table RQ Job, so that any worker of the site can take them, each at most once."""

import datetime
import json

import frappe
from frappe import _
from frappe._local import NotOfferedError, refuse_arguments
from frappe.utils import now_datetime

TIMEOUTS = {"short": 300, "default": 300, "long": 1500}
KEPT_AFTER_END = datetime.timedelta(days=7)


def enqueue(
	method,
	queue="default",
	timeout=None,
	event=None,
	is_async=True,
	job_name=None,
	now=False,
	enqueue_after_commit=False,
	*,
	on_success=None,
	on_failure=None,
	at_front=False,
	job_id=None,
	deduplicate=False,
	**kwargs,
):
	"""Run a function in a worker: after the commit, or in any case once the transaction is over.

	Arguments travel as JSON; `deduplicate` leaves out a job whose `job_id` is waiting or running.
	"""
	refuse_arguments("frappe.enqueue", {"event": event, "on_success": on_success, "on_failure": on_failure})
	if now or (not is_async and not frappe.flags.in_test):
		return frappe.call(method, **kwargs)
	if deduplicate and not job_id:
		frappe.throw(_("`job_id` paramater is required for deduplication."))
	if deduplicate and is_job_enqueued(job_id):
		return None
	job = {"method": _dotted_path(method), "queue": queue, "timeout": timeout or TIMEOUTS.get(queue, 300)}
	job |= {
		"job_id": job_id,
		"arguments": _as_json(kwargs),
		"user": frappe.session.user,
		"at_front": int(at_front),
	}
	_insert_after_transaction(job, enqueue_after_commit)
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
	pending = [job]

	def insert():
		while pending:
			frappe.get_doc(doctype="RQ Job", status="queued", **pending.pop()).insert(ignore_permissions=True)
			frappe.db.commit()

	frappe.db.after_commit.add(insert)
	if not only_after_commit:
		frappe.db.after_rollback.add(insert)


def is_job_enqueued(job_id):
	"""Return whether the job waits, or runs and is not overdue."""
	jobs = frappe.get_all("RQ Job", filters={"job_id": job_id}, fields=["status", "started_at", "timeout"])
	return any(job.status == "queued" or (job.status == "started" and not _is_overdue(job)) for job in jobs)


def _is_overdue(job):
	return now_datetime() > job.started_at + datetime.timedelta(seconds=job.timeout)


def run_jobs():
	"""Run the jobs that wait, oldest first; return how many. The context comes back as Administrator's."""
	done, order = 0, "at_front desc, creation asc"
	waiting = frappe.get_all("RQ Job", filters={"status": "queued"}, pluck="name", order_by=order)
	frappe.db.rollback()
	for name in waiting:
		job = _claim(name)
		if job:
			_execute(job)
			done += 1
	return done


def _claim(name):
	job = frappe.get_doc("RQ Job", name, for_update=True)
	if job.status != "queued":
		frappe.db.rollback()
		return None
	job.db_set({"status": "started", "started_at": now_datetime()}, commit=True)
	return job


def _execute(job):
	"""Commit what the job did, or roll it back and write an Error Log."""
	frappe.set_user(job.user)
	try:
		frappe.get_attr(job.method)(**json.loads(job.arguments))
		frappe.db.commit()
		status = "finished"
	except Exception:
		traceback = frappe.get_traceback()
		frappe.db.rollback()
		frappe.log_error(title=job.method, message=traceback)
		status = "failed"
	frappe.set_user("Administrator")
	job.db_set({"status": status, "ended_at": now_datetime()}, commit=True)


def delete_ended_jobs():
	frappe.db.delete("RQ Job", {"ended_at": ("<", now_datetime() - KEPT_AFTER_END)})
	frappe.db.commit()
