"""The whole path of the guest API on an open site: from the call to JSON, cold and warm, with its queries."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

import frappe

from benchmarks.engine import Prepared
from benchmarks.measuring import Subject, measure_in_turns, ratio
from benchmarks.site_rows import DEPARTMENT_SLUG, TYPE_SLUG
from benchmarks.workloads import Workload
from meeting_manager.adapters import calendars, site_time
from meeting_manager.meeting_manager.api import public
from meeting_manager.scheduling.zones import local_day, to_instant

DAYS_AHEAD = 10
"""From the window's first date with starts to the one that is asked for."""
OF_THE_APP = ("MM Settings", "MM Department", "MM Meeting Type", "MM Member Profile")
OFFER = {"department_slug": DEPARTMENT_SLUG, "meeting_type_slug": TYPE_SLUG}


@dataclass(frozen=True, slots=True)
class Question:
	"""A call of the guest API and the part of the answer that the engine's starts foretell."""

	function: str
	arguments: dict[str, str]
	days: int
	read: Callable[[dict], list[str]]
	expected: list[str]

	def ask(self) -> str:
		return json.dumps(getattr(public, self.function)(**OFFER, **self.arguments))

	def is_right(self, answer: str) -> bool:
		return self.read(json.loads(answer)) == self.expected


def measure_path(prepared: Prepared, rounds: int) -> Iterator[dict]:
	"""One line of the output for each call."""
	with _clock_at(prepared.workload.now), _query_log() as queries:
		for question in _questions(prepared.workload, prepared.find_starts()):
			yield _measure(question, prepared, queries, rounds)


def _questions(workload: Workload, starts: Sequence[int]) -> Iterator[Question]:
	zone = workload.grid_zone
	by_date: dict[date, list[str]] = {}
	for start in starts:
		by_date.setdefault(local_day(zone, start), []).append(to_instant(start, zone).isoformat())
	dates = sorted(by_date)
	one_date = dates[min(DAYS_AHEAD, len(dates) - 1)]
	yield Question(
		function="get_available_time_slots",
		arguments={"date": one_date.isoformat()},
		days=1,
		read=lambda answer: [slot["start"] for slot in answer["slots"]],
		expected=by_date[one_date],
	)
	first, last = local_day(zone, workload.low), local_day(zone, workload.high - 1)
	yield Question(
		function="get_available_dates",
		arguments={"start_date": first.isoformat(), "end_date": last.isoformat()},
		days=workload.days,
		read=lambda answer: answer["available_dates"],
		expected=[day.isoformat() for day in dates],
	)


def _measure(question: Question, prepared: Prepared, queries: list[str], rounds: int) -> dict[str, Any]:
	clock = time.process_time if frappe.db.db_type == "sqlite" else time.perf_counter
	engine = Subject(prepared.find_starts, clock=clock)
	cold = Subject(question.ask, lambda: (_forget_everything(), queries.clear()), clock)
	warm = Subject(question.ask, lambda: (_begin_request(), queries.clear()), clock)
	counts = {}
	for state, subject in (("cold", cold), ("warm", warm)):
		subject.take_turn()
		counts[state] = len(queries)
	measure_in_turns([engine, cold, warm], rounds)
	return {
		"call": question.function,
		"days": question.days,
		"members": len(prepared.workload.members),
		"bookings": prepared.workload.bookings,
		"clock": clock.__name__,
		"engine_ms": engine.median_ms,
		**_describe("cold", cold, counts, engine, question),
		**_describe("warm", warm, counts, engine, question),
	}


def _describe(
	state: str, subject: Subject, counts: Mapping[str, int], engine: Subject, question: Question
) -> dict[str, Any]:
	return {
		f"{state}_median_ms": subject.median_ms,
		f"{state}_min_ms": subject.min_ms,
		f"{state}_queries": counts[state],
		f"{state}_ratio": ratio(subject.median_ms, engine.median_ms),
		f"{state}_equal": question.is_right(subject.result),
	}


def _forget_everything() -> None:
	"""Drop what this process, and Frappe's cache, keep of the site's data; the DocTypes stay loaded."""
	_begin_request()
	for name, module in list(sys.modules.items()):
		if name.startswith("meeting_manager."):
			for value in vars(module).values():
				if callable(getattr(value, "cache_clear", None)):
					value.cache_clear()
	calendars.kept_time.clear()
	frappe.cache.delete_keys("meeting_manager")
	for doctype in OF_THE_APP:
		frappe.clear_document_cache(doctype)
	frappe.db.rollback()  # Frappe clears them once more when the transaction ends


def _begin_request() -> None:
	"""Forget what Frappe keeps for one request, and see what is committed now."""
	frappe.db.rollback()
	frappe.set_user("Guest")
	for kept in ("cache", "document_cache"):
		if hasattr(frappe.local, kept):
			setattr(frappe.local, kept, {})


@contextmanager
def _clock_at(minute: int) -> Iterator[None]:
	"""Show the app the workload's own now."""
	clock = SimpleNamespace(time=lambda: minute * 60.0, sleep=time.sleep)
	with patch.object(site_time, "time", clock):
		yield


@contextmanager
def _query_log() -> Iterator[list[str]]:
	"""Every statement that goes through `frappe.db.sql` from here on."""
	statements: list[str] = []
	run = frappe.db.sql

	def logged(query, *arguments, **options):
		statements.append(str(query))
		return run(query, *arguments, **options)

	with patch.object(frappe.db, "sql", logged):
		yield statements
