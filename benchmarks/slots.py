"""Measure the availability engine: `python -m benchmarks.slots --help`."""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.engine import prepare
from benchmarks.generator import ANSWERS, SHAPES, make_workload
from benchmarks.measuring import measure, ratio
from benchmarks.reference import find_starts
from benchmarks.workloads import MalformedWorkload, Workload, parse_workload, read_workload

REFERENCE_RUNS = 3
MOST_COMPARISONS = 200_000_000
"""With more of them, as in XL, the reference takes minutes: it runs if `--reference` asks for it."""


def main(arguments: Sequence[str] | None = None) -> int:
	options = _read_options(arguments)
	are_right = True
	try:
		for workload in _workloads(options):
			row = measure_workload(workload, options)
			print(json.dumps(row), flush=True)
			are_right = are_right and row["equal"] is not False and _is_known_answer(row, options)
	except MalformedWorkload as error:
		print(f"benchmarks.slots: {error}", file=sys.stderr)
		return 2
	return 0 if are_right else 1


def measure_workload(workload: Workload, options: argparse.Namespace) -> dict:
	"""One line of the output; None where something was not measured."""
	prepared = prepare(workload)
	found = measure(prepared.find_starts, options.repeat)
	packed = measure(prepared.find_starts_packed, options.repeat)
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
		**dict.fromkeys(("reference_ms", "ratio", "packed_ratio", "equal")),
	}
	if _wants_reference(workload, options):
		reference = measure(lambda: find_starts(workload), REFERENCE_RUNS)
		row["reference_ms"] = reference.median_ms
		row["ratio"] = ratio(reference.median_ms, found.median_ms)
		row["packed_ratio"] = ratio(reference.median_ms, packed.median_ms)
		row["equal"] = reference.result == found.result == packed.result
	if options.starts:
		row["starts"] = found.result
	return row


def _read_options(arguments: Sequence[str] | None) -> argparse.Namespace:
	parser = argparse.ArgumentParser(prog="python -m benchmarks.slots", description=__doc__)
	parser.add_argument("names", nargs="*", metavar="NAME", help="S, M, L, XL; all four by default")
	parser.add_argument("--input", type=Path, metavar="FILE", help="measure the workload of this file")
	parser.add_argument("--starts", action="store_true", help="add the list of starts")
	parser.add_argument("--repeat", type=_positive, metavar="N", help="runs of each measurement")
	parser.add_argument("--reference", action="store_true", help="run the reference however long it takes")
	parser.add_argument("--no-reference", action="store_true", help="leave the reference out")
	options = parser.parse_args(arguments)
	unknown = sorted(set(options.names) - set(SHAPES))
	if unknown:
		parser.error(f"no workload is called {unknown[0]!r}; there are {', '.join(SHAPES)}")
	return options


def _positive(text: str) -> int:
	number = int(text)
	if number < 1:
		raise argparse.ArgumentTypeError(f"{number} is not positive")
	return number


def _workloads(options: argparse.Namespace) -> Iterator[Workload]:
	if options.input:
		yield read_workload(options.input)
		return
	for name in options.names or SHAPES:
		yield parse_workload(make_workload(name))


def _wants_reference(workload: Workload, options: argparse.Namespace) -> bool:
	if options.reference or options.no_reference:
		return options.reference
	starts = (workload.high - workload.low) // workload.step
	return starts * (len(workload.members) + workload.bookings) < MOST_COMPARISONS


def _is_known_answer(row: dict, options: argparse.Namespace) -> bool:
	return bool(options.input) or row["sha256"] == ANSWERS[row["name"]]


if __name__ == "__main__":
	sys.exit(main())
