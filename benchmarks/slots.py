"""Measure the availability engine, and with --site the whole path of the guest API."""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks import hosts
from benchmarks.engine import prepare
from benchmarks.generator import ANSWERS, SHAPES, make_workload
from benchmarks.measuring import ROUNDS, Subject, measure_in_turns, ratio
from benchmarks.reference import find_starts
from benchmarks.workloads import MalformedWorkload, Workload, parse_workload, read_workload

MOST_COMPARISONS = 200_000_000
"""With more of them, as in XL, the reference takes minutes: it runs if `--reference` asks for it."""
ON_SITE = "L"
CHECKS = ("equal", "packed_equal", "as_documented", "cold_equal", "warm_equal")


def main(arguments: Sequence[str] | None = None) -> int:
	options = _read_options(arguments)
	try:
		if options.bench and not hosts.is_in_bench(options.bench):
			return hosts.run_in_bench(options.bench, options.site)
		are_right = True
		for row in _rows(options):
			print(json.dumps(row), flush=True)
			are_right = are_right and all(row.get(check) is not False for check in CHECKS)
	except (MalformedWorkload, hosts.UnusableSite) as error:
		print(f"benchmarks.slots: {error}", file=sys.stderr)
		return 2
	return 0 if are_right else 1


def _read_options(arguments: Sequence[str] | None) -> argparse.Namespace:
	parser = argparse.ArgumentParser(prog="python -m benchmarks.slots", description=__doc__)
	parser.add_argument("names", nargs="*", metavar="NAME", help="S, M, L, XL; all four by default")
	parser.add_argument("--input", type=Path, metavar="FILE", help="measure the workload of this file")
	parser.add_argument("--starts", action="store_true", help="add the list of starts")
	parser.add_argument(
		"--rounds", type=_positive, metavar="N", default=ROUNDS, help="turns of each measurement"
	)
	parser.add_argument("--reference", action="store_true", help="run the reference however long it takes")
	parser.add_argument("--no-reference", action="store_true", help="leave the reference out")
	parser.add_argument("--site", metavar="DIR", help=f"measure the guest API on {ON_SITE} in a localsite")
	parser.add_argument(
		"--bench", type=Path, metavar="DIR", help="--site is the name of a site of this bench"
	)
	options = parser.parse_args(arguments)
	unknown = sorted(set(options.names) - set(SHAPES))
	if unknown:
		parser.error(f"no workload is called {unknown[0]!r}; there are {', '.join(SHAPES)}")
	if options.bench and not options.site:
		parser.error("--bench DIR needs --site NAME")
	if options.site and (options.names or options.input):
		parser.error(f"--site measures {ON_SITE} and nothing else")
	return options


def _positive(text: str) -> int:
	number = int(text)
	if number < 1:
		raise argparse.ArgumentTypeError(f"{number} is not positive")
	return number


def _rows(options: argparse.Namespace) -> Iterator[dict]:
	if options.site:
		yield from _site_rows(options)
	elif options.input:
		yield measure_engine(read_workload(options.input), options)
	else:
		for name in options.names or SHAPES:
			row = measure_engine(_generate(name), options)
			yield row | {"as_documented": row["sha256"] == ANSWERS[name]}


def _generate(name: str) -> Workload:
	"""By way of JSON, so that the numbers lie in memory as those of a file do."""
	return parse_workload(json.loads(json.dumps(make_workload(name))))


def measure_engine(workload: Workload, options: argparse.Namespace) -> dict:
	"""One line of the output; None where something was not measured."""
	prepared = prepare(workload)
	found, packed, reference = (
		Subject(call, clock=time.process_time)
		for call in (prepared.find_starts, prepared.find_starts_packed, lambda: find_starts(workload))
	)
	is_compared = _wants_reference(workload, options)
	measure_in_turns([found, packed, *([reference] if is_compared else [])], options.rounds)
	row = {
		"name": workload.name,
		"slots": len(found.result),
		"sha256": hashlib.sha256(json.dumps(found.result).encode()).hexdigest(),
		"median_ms": found.median_ms,
		"min_ms": found.min_ms,
		"members": len(workload.members),
		"days": workload.days,
		"bookings": workload.bookings,
		"packed_median_ms": packed.median_ms,
		"packed_min_ms": packed.min_ms,
		"packed_equal": packed.result == found.result,
		**_compare(found, packed, reference if is_compared else None),
		"clock": found.clock.__name__,
	}
	return row | ({"starts": found.result} if options.starts else {})


def _compare(found: Subject, packed: Subject, reference: Subject | None) -> dict:
	if reference is None:
		return dict.fromkeys(("reference_ms", "ratio", "packed_ratio", "equal"))
	return {
		"reference_ms": reference.median_ms,
		"ratio": ratio(reference.median_ms, found.median_ms),
		"packed_ratio": ratio(reference.median_ms, packed.median_ms),
		"equal": reference.result == found.result,
	}


def _wants_reference(workload: Workload, options: argparse.Namespace) -> bool:
	if options.reference or options.no_reference:
		return options.reference
	starts = (workload.high - workload.low) // workload.step
	return starts * (len(workload.members) + workload.bookings) < MOST_COMPARISONS


def _site_rows(options: argparse.Namespace) -> Iterator[dict]:
	workload = _generate(ON_SITE)
	prepared = prepare(workload)
	with hosts.open_site(options.site, options.bench) as host:
		# Frappe can be imported only where a site is open.
		from benchmarks.site_data import workload_on_site
		from benchmarks.site_path import measure_path

		with workload_on_site(workload):
			for row in measure_path(prepared, options.rounds):
				yield {"name": workload.name, "host": host, **row}


if __name__ == "__main__":
	sys.exit(main())
