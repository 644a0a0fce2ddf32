"""Measure bookings a second on a site, beside a bare "lock, check, insert" transaction on the same database."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from zoneinfo import ZoneInfo

from benchmarks import hosts
from benchmarks.workloads import MINUTES_PER_DAY, Member, Workload

CLIENTS = (8, 32)
TURNS = 2
"""Of each: app, bare, app, bare, so that a slow moment of the machine meets both."""
UTC = ZoneInfo("UTC")
DAYS = 366


def main(arguments: Sequence[str] | None = None) -> int:
	options = _read_options(arguments)
	try:
		if options.bench and not hosts.is_in_bench(options.bench):
			more = ("--seconds", options.seconds, "--clients", *options.clients)
			return hosts.run_in_bench(options.bench, options.site, "benchmarks.bookings", more)
		for row in measure(options):
			print(json.dumps(row), flush=True)
	except hosts.UnusableSite as error:
		print(f"benchmarks.bookings: {error}", file=sys.stderr)
		return 2
	return 0


def _read_options(arguments: Sequence[str] | None) -> argparse.Namespace:
	parser = argparse.ArgumentParser(prog="python -m benchmarks.bookings", description=__doc__)
	add = parser.add_argument
	add("--site", metavar="DIR", required=True, help="a localsite's folder; made if new")
	add("--bench", type=Path, metavar="DIR", help="--site is the name of a site of this bench")
	add("--seconds", type=float, default=5, metavar="N", help="of each measurement, of which there are many")
	add("--clients", type=int, nargs="+", default=CLIENTS, metavar="N", help="at once: 8 and 32 by default")
	return parser.parse_args(arguments)


def measure(options: argparse.Namespace) -> Iterator[dict]:
	"""One row for each number of clients with one member, and with one member for each client."""
	site = str(Path(options.site).resolve()) if not options.bench else options.site
	with hosts.open_site(site, options.bench) as host:
		pass
	for clients in options.clients:
		for members in (1, clients):
			yield {
				"host": host,
				"clients": clients,
				"members": members,
				**_compare(site, options, clients, members),
			}


def _compare(site: str, options: argparse.Namespace, clients: int, members: int) -> dict:
	from benchmarks.booking_clients import Crowd, bare, through_app

	workload = _free_members(members)
	crowd = Crowd(site, options.bench, clients, members, workload.low, options.seconds / TURNS)
	app, least, refused = [], [], 0
	for _turn in range(TURNS):
		for book, rates in ((through_app, app), (bare, least)):
			with _prepared(site, options.bench, workload):
				rate, turned_away = crowd.per_second(book)
			rates.append(rate)
			refused += turned_away
	return {
		"bookings_per_second": round(sum(app) / TURNS, 1),
		"bare_per_second": round(sum(least) / TURNS, 1),
		"ratio": round(sum(least) / sum(app), 1) if sum(app) else None,
		"refused": refused,
	}


@contextmanager
def _prepared(site: str, bench: Path | None, workload: Workload) -> Iterator[None]:
	"""Hold the workload in the database, but no connection open, which the clients' processes would share."""
	from benchmarks.booking_clients import remove_bookings, without_limits
	from benchmarks.site_data import workload_on_site

	with ExitStack() as held, hosts.reopen_site(site, bench):
		held.enter_context(without_limits())
		held.enter_context(workload_on_site(workload))
		held.callback(remove_bookings)
		held = held.pop_all()
	try:
		yield
	finally:
		with hosts.reopen_site(site, bench):
			held.close()


def _free_members(number: int) -> Workload:
	"""Members who work day and night and have no meetings yet."""
	tomorrow = (int(time.time()) // 60 // MINUTES_PER_DAY + 1) * MINUTES_PER_DAY
	member = Member(UTC, (((0, MINUTES_PER_DAY),),) * 7, {}, ())
	return Workload(
		name="bookings",
		low=tomorrow,
		high=tomorrow + DAYS * MINUTES_PER_DAY,
		days=DAYS,
		duration=30,
		step=30,
		buffer_before=0,
		buffer_after=0,
		now=tomorrow - MINUTES_PER_DAY,
		notice=0,
		grid_zone=UTC,
		holidays=frozenset(),
		members=(member,) * number,
	)


if __name__ == "__main__":
	sys.exit(main())
