"""A history that was changed past the app, by SQL: each way of it is found, and named by its booking."""

import frappe
import pytest

from meeting_manager import tasks
from meeting_manager.adapters import history_audit
from meeting_manager.adapters.history_chain import HISTORY, SEAL, hash_of
from meeting_manager.patches import chain_history

BOOKING, TOMBSTONE, CHECK = "MM Meeting Booking", "MM Booking Tombstone", "MM History Check"
KINDS = ("changed", "cut", "unsealed", "forged", "vanished")


@pytest.fixture
def longer(booking):
	"""A booking with four rows: booked, moved twice, cancelled."""
	for minutes in (60, 120):
		booking.start_utc_minute += minutes
		booking.save()
	booking.cancel_meeting("Cancelled by Staff", note="Ada is ill")
	booking.reload()
	assert len(booking.history) == 4
	return booking


def findings(*names):
	"""By kind, those of the named bookings."""
	report = history_audit.verify([getattr(name, "name", name) for name in names])
	return {kind: found for kind, found in report.findings.items() if found}


def set_row(row, **values):
	frappe.db.set_value(HISTORY, row.name, values, update_modified=False)


def test_history_that_only_the_app_wrote_is_unbroken(longer, book):
	other = book("15:00")
	report = history_audit.verify([longer.name, other.name])
	assert (report.bookings, report.rows, bool(report)) == (2, 5, False)


@pytest.mark.parametrize(
	("field", "value"),
	[
		("action", "Completed"),
		("action_by", "somebody@example.com"),
		("acted_as", "staff"),
		("action_datetime", "2020-01-01 00:00:00.000000"),
		("action_utc", "2020-01-01T00:00:00.000000Z"),
		("old_value", "2020-01-01 10:00"),
		("new_value", None),
		("notes", "Never happened"),
		("waived", "too late"),
		("waived_because", "A manager said so"),
		("reason", "Another one"),
		("choice", "[]"),
		("operation", "another"),
		("row_hash", "0" * 64),
		("row_hash", None),
		("parent", "another"),
	],
)
@pytest.mark.parametrize("number", [0, 2, 3])
def test_a_changed_value_is_found(longer, number, field, value):
	set_row(longer.history[number], **{field: value})
	found = findings(longer)
	assert [longer.name] in (found.get("changed"), found.get("cut")), found
	if field not in ("parent", "row_hash"):
		assert found["changed"] == [longer.name]


@pytest.mark.parametrize("number", [0, 1, 2])
def test_a_row_that_was_taken_out_is_found(longer, number):
	frappe.db.delete(HISTORY, {"name": longer.history[number].name})
	assert findings(longer)["changed"] == [longer.name]


@pytest.mark.parametrize("number", [0, 1, 2])
def test_a_row_that_was_taken_out_and_the_rest_moved_up_is_found(longer, number):
	frappe.db.delete(HISTORY, {"name": longer.history[number].name})
	for row in longer.history[number + 1 :]:
		set_row(row, idx=row.idx - 1)
	assert findings(longer)["changed"] == [longer.name]


def test_the_last_row_that_was_taken_out_is_found(longer):
	frappe.db.delete(HISTORY, {"name": longer.history[-1].name})
	assert findings(longer) == {"cut": [longer.name]}


def test_all_rows_that_were_taken_out_are_found(longer):
	frappe.db.delete(HISTORY, {"parent": longer.name})
	assert findings(longer) == {"cut": [longer.name]}


def test_two_rows_that_changed_places_are_found(longer):
	set_row(longer.history[1], idx=3)
	set_row(longer.history[2], idx=2)
	assert findings(longer)["changed"] == [longer.name]


def made_up_row(booking, position):
	row = booking.history[-1].as_dict()
	row.update({"name": frappe.generate_hash(length=10), "idx": position, "action": "Completed"})
	before = booking.history[position - 2].row_hash
	row["row_hash"] = hash_of(row, before)
	return row


def put_in(row):
	columns = [column for column in row if column not in ("doctype", "__islocal")]
	frappe.qb.into(frappe.qb.DocType(HISTORY)).columns(*columns).insert(
		*(row[name] for name in columns)
	).run()


def test_a_row_that_was_put_in_is_found_even_with_its_right_hash(longer):
	for row in longer.history[2:]:
		set_row(row, idx=row.idx + 1)
	put_in(made_up_row(longer, 3))
	assert findings(longer)["changed"] == [longer.name]


def test_a_row_that_was_added_at_the_end_is_found(longer):
	put_in(made_up_row(longer, 5))
	assert findings(longer) == {"cut": [longer.name]}


def test_a_chain_that_was_computed_anew_is_found_by_its_seal(longer):
	set_row(longer.history[1], notes="Never happened")
	head = ""
	for row in history_audit.read_rows([longer.name])[longer.name]:
		head = hash_of(row, head)
		set_row(row, row_hash=head)
	assert findings(longer) == {"cut": [longer.name]}
	frappe.db.set_value(SEAL, longer.name, "history_head", head)
	assert findings(longer) == {"forged": [longer.name]}


def test_a_seal_takes_the_key_of_the_site(longer, monkeypatch):
	monkeypatch.setitem(frappe.local.conf, "encryption_key", "a2V5IG9mIGFub3RoZXIgc2l0ZSwgMzIgYnl0ZXMhISE=")
	assert findings(longer) == {"forged": [longer.name]}


def test_a_seal_that_was_taken_away_is_found_and_no_later_change_brings_it_back(booking):
	frappe.db.delete(SEAL, {"name": booking.name})
	assert findings(booking) == {"unsealed": [booking.name]}
	booking.cancel_meeting("Cancelled by Staff")
	assert findings(booking) == {"unsealed": [booking.name]}


@pytest.mark.parametrize("left", ["rows", "nothing"])
def test_a_booking_that_was_taken_away_without_a_tombstone_is_found(longer, left):
	frappe.db.delete(BOOKING, {"name": longer.name})
	if left == "nothing":
		frappe.db.delete(HISTORY, {"parent": longer.name})
	assert findings(longer) == {"vanished": [longer.name]}


def test_a_booking_that_was_deleted_in_order_is_not_missed(longer):
	frappe.delete_doc(BOOKING, longer.name)
	report = history_audit.verify([longer.name])
	assert (report.bookings, report.rows, bool(report)) == (0, 0, False)


@pytest.mark.parametrize(
	"values",
	[{"deleted_by": "somebody@example.com"}, {"reason": "None"}, {"booking_status": "Pending"}],
	ids=list,
)
def test_a_tombstone_that_was_changed_is_found(longer, values):
	before = tombstones_broken()
	frappe.delete_doc(BOOKING, longer.name)
	name = frappe.db.get_value(TOMBSTONE, {"booking": longer.name})
	assert tombstones_broken() == before
	frappe.db.set_value(TOMBSTONE, name, values)
	assert tombstones_broken() == [*before, name]


def test_a_tombstone_that_was_taken_away_is_found(book):
	before = tombstones_broken()
	bookings = [book(time) for time in ("10:00", "11:00", "12:00")]
	for booking in bookings:
		frappe.delete_doc(BOOKING, booking.name)
	stones = [frappe.db.get_value(TOMBSTONE, {"booking": booking.name}) for booking in bookings]
	assert not findings(*bookings) and tombstones_broken() == before
	frappe.db.delete(TOMBSTONE, {"name": stones[1]})
	assert findings(*bookings) == {"vanished": [bookings[1].name]}
	assert tombstones_broken() == [*before, stones[2]]


def tombstones_broken():
	"""Of the whole site: other tests take their tombstones away."""
	report = history_audit.HistoryReport()
	history_audit._verify_tombstones(report)
	return report.tombstones_broken


@pytest.fixture
def known(booking, site):
	"""A check that knows the booking; nothing of it is committed."""
	long_ago = "2020-01-01 00:00:00"
	frappe.db.set_value(SEAL, booking.name, "creation", long_ago, update_modified=False)
	history_audit.note_check(history_audit.HistoryReport(), "Check")
	assert site_findings() == []
	return booking


def site_findings():
	return list(history_audit._compare_with_last_check())


def test_a_booking_that_was_taken_away_with_its_seal_is_missed_by_the_next_check(known):
	frappe.db.delete(BOOKING, {"name": known.name})
	frappe.db.delete(HISTORY, {"parent": known.name})
	frappe.db.delete(SEAL, {"name": known.name})
	assert known.name not in history_audit._everything()
	(sentence,) = site_findings()
	assert "bookings from before" in sentence
	history_audit.note_check(history_audit.HistoryReport(site=[sentence]), "Check")
	assert len(site_findings()) == 1, "what was found once is forgotten"


def test_a_check_that_was_changed_is_found(known):
	name = frappe.get_all(CHECK, pluck="name", order_by="creation desc, name desc", limit=1)[0]
	frappe.db.set_value(CHECK, name, "known_bookings", 0)
	assert any("was not made with this site's encryption key" in sentence for sentence in site_findings())


def test_the_task_tells_figures_and_names_and_logs_what_it_found(longer, capsys):
	set_row(longer.history[1], notes="Never happened")
	found = tasks.verify_history()
	assert longer.name in found["changed"]
	printed = capsys.readouterr().out
	assert "history rows: " in printed and longer.name in printed
	checks = frappe.get_all(CHECK, fields=["found", "findings"], order_by="creation desc, name desc", limit=1)
	assert checks[0].found >= 1 and f"changed: {longer.name}" in checks[0].findings
	assert frappe.db.exists("Error Log", {"method": "The history of bookings was changed"})


def test_what_fits_at_the_second_look_is_no_finding(longer, monkeypatch):
	"""A booking that is changed between two looks of the audit."""
	read, looks = history_audit.read_rows, []

	def miss_one(names):
		looks.append(names)
		rows = read(names)
		return rows if len(looks) > 1 else {**rows, longer.name: rows[longer.name][:-1]}

	monkeypatch.setattr(history_audit, "read_rows", miss_one)
	assert not history_audit.verify([longer.name]) and len(looks) == 2


@pytest.fixture
def unchained(longer):
	"""As an earlier version left it."""
	values = {"row_hash": None, "acted_as": None, "action_utc": None, "operation": None}
	frappe.db.set_value(HISTORY, {"parent": longer.name}, values, update_modified=False)
	frappe.db.delete(SEAL, {"name": longer.name})
	return longer


def test_an_update_chains_what_is_there_and_says_so(unchained, book):
	other = book("15:00")
	assert findings(unchained)["unsealed"] == [unchained.name]
	chain_history.execute()
	assert findings(unchained, other) == {}
	later = {
		name: frappe.db.get_value(SEAL, name, "rows_chained_later") for name in (unchained.name, other.name)
	}
	assert later == {unchained.name: 4, other.name: 0}
	assert frappe.db.exists(
		CHECK, {"occasion": ["like", "Chained the histories of % bookings as they were then"]}
	)


def test_an_update_that_runs_again_changes_nothing(unchained):
	chain_history.execute()
	before = frappe.get_all(HISTORY, {"parent": unchained.name}, ["*"], order_by="idx asc")
	checks = frappe.db.count(CHECK)
	chain_history.execute()
	assert frappe.get_all(HISTORY, {"parent": unchained.name}, ["*"], order_by="idx asc") == before
	assert frappe.db.count(CHECK) == checks


def test_a_chain_that_was_begun_by_an_update_goes_on(booking):
	frappe.db.set_value(HISTORY, {"parent": booking.name}, "row_hash", None, update_modified=False)
	frappe.db.delete(SEAL, {"name": booking.name})
	chain_history.execute()
	booking = frappe.get_doc(BOOKING, booking.name)
	booking.cancel_meeting("Cancelled by Staff")
	assert findings(booking) == {}
	seal = frappe.db.get_value(SEAL, booking.name, ["history_rows", "rows_chained_later"])
	assert tuple(seal) == (2, 1)
