"""Jobs after a commit, and what the schedule makes due."""

import datetime
import os
import threading

import pytest

API = "/api/method/noticeboard.api."
ADD = "noticeboard.events.add_notice"


def run_jobs(board):
	from frappe.utils.background_jobs import run_jobs

	return board.apart(run_jobs)


def tick(board):
	from frappe.utils.scheduler import enqueue_events

	return board.apart(enqueue_events)


def test_a_job_runs_once_after_the_commit(board, client):
	client.post(API + "enqueue_notice", data={"title": "from a job"})
	assert board.titles() == []
	assert (run_jobs(board), run_jobs(board)) == (1, 0)
	assert (board.titles(), board.values("RQ Job", "status")) == (["from a job"], ["finished"])


def test_code_can_tell_that_it_runs_in_a_job(board):
	import frappe

	with board.open():
		frappe.enqueue("noticeboard.events.add_notice_of_job")
		frappe.db.commit()
		assert not getattr(frappe.local, "job", None)
	run_jobs(board)
	assert board.titles() == ["noticeboard.events.add_notice_of_job"]


def test_a_refused_request_and_a_read_leave_no_job(board, client):
	client.post(API + "enqueue_notice", data={"title": "x", "then": "throw"})
	assert run_jobs(board) == 0


def test_without_enqueue_after_commit_the_job_outlives_the_rollback(board):
	import frappe

	with board.open():
		frappe.enqueue(ADD, title="stays")
		frappe.db.rollback()
	assert run_jobs(board) == 1


def test_a_job_is_kept_though_others_write_for_longer_than_a_write_waits(board, monkeypatch):
	import frappe
	from frappe.database import connection

	monkeypatch.setattr(connection, "LOCK_WAIT_SECONDS", 0.1)
	with board.open():
		turn = connection.write_locks[os.path.abspath(frappe.get_site_path("site.db"))]
		frappe.enqueue(ADD, title="x")
		turn.acquire(1)
		threading.Timer(0.4, turn.release).start()
		frappe.db.commit()
	assert run_jobs(board) == 1


def test_a_job_that_fails_is_rolled_back_and_logged(board):
	import frappe

	with board.open():
		frappe.enqueue("noticeboard.events.add_notice_and_fail", title="x")
		frappe.enqueue(ADD, title="after it")
		frappe.db.commit()
	assert run_jobs(board) == 2
	assert board.titles() == ["after it"]
	assert board.values("Error Log", "method") == ["noticeboard.events.add_notice_and_fail"]
	assert sorted(board.values("RQ Job", "status")) == ["failed", "finished"]


def test_a_job_runs_as_the_user_who_asked_for_it(board):
	import frappe

	with board.open():
		frappe.set_user("Guest")
		frappe.enqueue(ADD, title="x")
		frappe.db.commit()
	run_jobs(board)
	assert board.values("Notice", "owner") == ["Guest"]


def test_deduplicate_keeps_one_waiting_job(board):
	import frappe

	with board.open():
		for _time in range(2):
			frappe.enqueue(ADD, title="x", job_id="one", deduplicate=True)
			frappe.db.commit()
	assert run_jobs(board) == 1


def test_now_runs_at_once(board):
	import frappe

	with board.open():
		frappe.enqueue(ADD, title="now", now=True)
		assert frappe.get_all("Notice", pluck="title") == ["now"]


@pytest.mark.parametrize(
	("method", "arguments"),
	[
		pytest.param(lambda: None, {}, id="a lambda"),
		pytest.param(ADD, {"title": datetime.date(2026, 1, 1)}, id="a date"),
		pytest.param(ADD, {"on_success": print}, id="a callback"),
	],
)
def test_what_cannot_wait_in_the_table_is_refused(board, method, arguments):
	import frappe
	from frappe._local import NotOfferedError

	with board.open(), pytest.raises(NotOfferedError, match="localsite does not offer"):
		frappe.enqueue(method, **arguments)


def test_parallel_workers_run_each_job_once(board):
	import frappe

	with board.open():
		for number in range(10):
			frappe.enqueue(ADD, title=str(number))
		frappe.db.commit()
	workers = [threading.Thread(target=run_jobs, args=(board,)) for _worker in range(3)]
	for worker in workers:
		worker.start()
	for worker in workers:
		worker.join()
	assert sorted(board.titles(), key=int) == [str(number) for number in range(10)]


def last_runs(board, minutes_ago):
	import frappe

	with board.open():
		then = frappe.utils.now_datetime() - datetime.timedelta(minutes=minutes_ago)
		for name in frappe.get_all("Scheduled Job Type", pluck="name"):
			frappe.db.set_value("Scheduled Job Type", name, "last_execution", then, update_modified=False)
		frappe.db.commit()


def test_missed_runs_collapse_into_one(board):
	assert tick(board) == []
	last_runs(board, minutes_ago=300)
	assert sorted(tick(board)) == ["noticeboard.events.count_cron_run", "noticeboard.events.count_hourly_run"]
	assert tick(board) == []
	run_jobs(board)
	assert sorted(board.titles()) == ["cron run", "hourly run"]


def test_of_parallel_workers_one_queues_what_is_due(board):
	tick(board)
	last_runs(board, minutes_ago=300)
	queued = []
	workers = [threading.Thread(target=lambda: queued.extend(tick(board))) for _worker in range(3)]
	for worker in workers:
		worker.start()
	for worker in workers:
		worker.join()
	assert sorted(queued) == ["noticeboard.events.count_cron_run", "noticeboard.events.count_hourly_run"]
