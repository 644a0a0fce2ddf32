"""What the Desk tells staff about a start agrees with what customers are offered, and is told to those concerned."""

from datetime import timedelta

import pytest

from tests.site.factories import make_user, next_monday

DAY = next_monday()
MONDAY = DAY.isoformat()
ADA, BEN, CLEO = "ada.test@example.com", "ben.test@example.com", "cleo.test@example.com"
LEADER, MANAGER, STRANGER = "lea.test@example.com", "max.test@example.com", "sam.test@example.com"


@pytest.fixture
def explain(consulting, site):
	from meeting_manager.meeting_manager.api import desk

	def ask(day=MONDAY, user="Administrator", meeting_type=consulting.meeting_type):
		site.set_user(user)
		return desk.explain_slots(meeting_type=meeting_type, date=day)

	return ask


def codes(answer, time, member):
	row = next(slot for slot in answer["slots"] if slot["time"] == time)
	return [reason["code"] for reason in row["reasons"][member]]


def test_offered_rows_are_the_times_that_customers_get(explain, book, http, consulting):
	for time in ("10:00", "10:00", "10:00", "11:00"):
		book(time)
	told = explain()
	asked = http.call(
		"get_available_time_slots",
		department_slug=consulting.slug,
		meeting_type_slug=consulting.type_slug,
		date=MONDAY,
	)
	offered = [slot["time"] for slot in asked.json["message"]["slots"]]
	assert [slot["time"] for slot in told["slots"] if slot["offered"]] == offered
	assert len(told["slots"]) == 48
	assert told["timezone"] == "Europe/Berlin"
	assert [member["name"] for member in told["members"]] == ["Ada Test", "Ben Test", "Cleo Test"]


def test_each_cell_names_what_is_in_the_way(explain, book):
	booking = book("10:00", assigned_users=[{"member": ADA}])
	told = explain()
	assert codes(told, "08:30", ADA) == ["outside hours"]
	assert (codes(told, "10:00", ADA), codes(told, "10:00", BEN)) == (["booked"], [])
	row = next(slot for slot in told["slots"] if slot["time"] == "10:00")
	assert row["reasons"][ADA][0]["text"] == f"Booked {MONDAY} 10:00 - 10:30. Move or cancel that meeting"
	assert booking.status == "Confirmed"


def test_past_and_far_days_say_when_they_can_be_booked(explain, site):
	assert codes(explain(day="2020-01-06"), "10:00", ADA) == ["notice"]
	far = (DAY + timedelta(days=371)).isoformat()
	assert codes(explain(day=far), "10:00", ADA) == ["horizon"]


def test_member_who_cannot_be_booked_has_a_column_that_says_so(explain, site):
	site.db.set_value("User", CLEO, "enabled", 0)
	assert codes(explain(), "10:00", CLEO) == ["not a member"]


def test_member_sees_their_own_column_and_nobody_else_s(explain, book):
	book("10:00", assigned_users=[{"member": BEN}])
	told = explain(user=ADA)
	assert [member["member"] for member in told["members"]] == [ADA]
	assert all(set(slot["reasons"]) == {ADA} for slot in told["slots"])


def test_leader_and_manager_see_every_column(explain, consulting, site):
	make_user(LEADER, "Lea Test", ("MM Department Leader",))
	make_user(MANAGER, "Max Test", ("MM Manager",))
	site.db.set_value("MM Department", consulting.name, "leader", LEADER)
	for user in (LEADER, MANAGER):
		assert len(explain(user=user)["members"]) == 3


def test_user_without_a_role_is_refused(explain, site):
	make_user(STRANGER, "Sam Test", ())
	with pytest.raises(site.PermissionError):
		explain(user=STRANGER)


def test_guest_is_refused_over_http(http, consulting):
	path = "/api/method/meeting_manager.meeting_manager.api.desk.explain_slots"
	answer = http.post(path, json={"meeting_type": consulting.meeting_type, "date": MONDAY})
	assert answer.status_code == 403


@pytest.mark.parametrize("day", ["", "2027-13-01", "soon", "99999-01-01"])
def test_bad_date_is_refused_by_name(explain, site, day):
	with pytest.raises(site.ValidationError, match="date: expected a date as YYYY-MM-DD"):
		explain(day=day)


@pytest.mark.parametrize(
	("time", "expected"), [("10:00", []), ("10:10", ["between steps"]), ("18:00", ["outside hours"])]
)
def test_one_start_is_explained_alone(consulting, site, time, expected):
	from meeting_manager.meeting_manager.api import desk
	from meeting_manager.scheduling.zones import find_zone, to_instant, wall_to_minute

	hour, minute = map(int, time.split(":"))
	berlin = find_zone("Europe/Berlin")
	start = to_instant(wall_to_minute(berlin, DAY, hour * 60 + minute), berlin).isoformat()
	told = desk.explain_start(meeting_type=consulting.meeting_type, member=ADA, start=start)
	assert ([reason["code"] for reason in told["reasons"]], told["offered"]) == (expected, not expected)
