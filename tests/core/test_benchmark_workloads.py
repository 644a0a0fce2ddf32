"""The benchmark's workloads are the documented ones, and nothing malformed is measured."""

import hashlib
import json

import pytest

from benchmarks import slots
from benchmarks.engine import prepare
from benchmarks.generator import ANSWERS, make_workload
from benchmarks.reference import find_starts
from benchmarks.workloads import MalformedWorkload, parse_workload, read_workload

FIRST_KEYS = ["name", "slots", "sha256", "median_ms", "min_ms", "members", "days", "bookings"]


def digest(starts):
	return hashlib.sha256(json.dumps(starts).encode()).hexdigest()


@pytest.mark.parametrize(
	("name", "sizes"), [("S", (1, 1, 10)), ("M", (10, 30, 850)), ("L", (100, 60, 34200))]
)
def test_a_generated_workload_has_the_documented_size(name, sizes):
	workload = parse_workload(make_workload(name))
	assert (len(workload.members), workload.days, workload.bookings) == sizes


def test_a_workload_reads_from_its_file_as_it_was_made(tmp_path):
	path = tmp_path / "M.json"
	path.write_text(json.dumps(make_workload("M")))
	assert read_workload(path) == parse_workload(make_workload("M"))


@pytest.mark.parametrize(("name", "slots_found"), [("S", 6), ("M", 1583)])
def test_reference_and_engine_reach_the_documented_answer(name, slots_found):
	workload = parse_workload(make_workload(name))
	prepared = prepare(workload)
	for starts in (find_starts(workload), prepared.find_starts(), prepared.find_starts_packed()):
		assert (len(starts), digest(starts)) == (slots_found, ANSWERS[name])


def test_the_engine_reaches_the_documented_answer_of_l():
	prepared = prepare(parse_workload(make_workload("L")))
	assert digest(prepared.find_starts()) == digest(prepared.find_starts_packed()) == ANSWERS["L"]


def change(path, value):
	"""The workload S with one value replaced, or taken away by `...`."""
	document = json.loads(json.dumps(make_workload("S")))
	*way, last = path
	place = document
	for key in way:
		place = place[key]
	if value is ...:
		del place[last]
	else:
		place[last] = value
	return document


MALFORMED = [
	(["members"], ..., "members must be a list"),
	(["members"], {}, "members must be a list"),
	(["members", 0], 7, r"members\[0\] must be an object"),
	(["members", 0, "tz"], "Mars/Olympus", "IANA zone"),
	(["members", 0, "tz"], None, "tz must be a text"),
	(["members", 0, "tz"], "../../etc/passwd", "IANA zone"),
	(["members", 0, "pat"], 5, "pat must lie from 0 to 4"),
	(["members", 0, "bk"], [[20, 10]], r"bk\[0\] must be \[start, end\]"),
	(["members", 0, "bk"], [[10, 10]], r"bk\[0\] must be"),
	(["members", 0, "bk"], [[10, 20.5]], r"bk\[0\] must be"),
	(["members", 0, "bk"], [[True, 20]], r"bk\[0\] must be"),
	(["members", 0, "bk"], [[10, 20, 30]], r"bk\[0\] must be"),
	(["members", 0, "ov"], {"today": []}, "days counted since"),
	(["members", 0, "ov"], {"20880": [[600, 540]]}, r"ov\[20880\]\[0\] must be"),
	(["patterns", 0], [[]] * 6, "seven days"),
	(["patterns", 0, 0], [[540, 4000]], r"patterns\[0\]\[0\]\[0\] must be"),
	(["holidays"], ["2027-03-15"], "days counted since"),
	(["grid_tz"], "Europe/Atlantis", "grid_tz must be an IANA zone"),
	(["dur"], 0, "dur must lie from 1"),
	(["dur"], -30, "dur must lie from 1"),
	(["dur"], "30", "dur must be a whole number"),
	(["dur"], True, "dur must be a whole number"),
	(["step"], 0, "step must lie from 1"),
	(["before"], -1, "before must lie from 0"),
	(["notice"], -1, "notice must lie from 0"),
	(["lo"], -5, "lo must lie from 1578240"),
	(["hi"], 0, "hi is 0: it must lie behind lo"),
	(["hi"], 30066600 + 10_000 * 1440, "at most 731 days"),
	(["days"], 10_000, "days must lie from 1 to 731"),
]


@pytest.mark.parametrize(("path", "value", "message"), MALFORMED)
def test_a_malformed_workload_is_refused_with_its_place(path, value, message):
	with pytest.raises(MalformedWorkload, match=message):
		parse_workload(change(path, value))


@pytest.mark.parametrize("text", ["", "{", "[]", "7", "null", '"S"', "[" * 100_000])
def test_a_file_that_is_no_workload_is_refused(tmp_path, text):
	path = tmp_path / "workload.json"
	path.write_text(text)
	with pytest.raises(MalformedWorkload):
		read_workload(path)


def test_a_missing_file_is_refused_with_a_sentence_and_code_2(tmp_path, capsys):
	assert slots.main(["--input", str(tmp_path / "none.json")]) == 2
	assert "cannot be read" in capsys.readouterr().err


def test_the_output_is_one_object_a_line_with_the_agreed_keys_first(capsys):
	assert slots.main(["S", "M", "--rounds", "1"]) == 0
	rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
	assert [row["name"] for row in rows] == ["S", "M"]
	for row in rows:
		assert list(row)[: len(FIRST_KEYS)] == FIRST_KEYS
		assert row["equal"] is True
		assert "starts" not in row


def test_a_file_is_measured_and_its_starts_are_given_on_demand(tmp_path, capsys):
	path = tmp_path / "S.json"
	path.write_text(json.dumps(make_workload("S")))
	assert slots.main(["--input", str(path), "--starts", "--no-reference", "--rounds", "1"]) == 0
	row = json.loads(capsys.readouterr().out)
	assert digest(row["starts"]) == row["sha256"] == ANSWERS["S"]
	assert row["reference_ms"] is row["ratio"] is row["equal"] is None
