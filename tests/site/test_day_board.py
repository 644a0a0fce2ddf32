"""The day board shows each who may see it the hours and meetings of a department's day, and no customer besides."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from tests.site.counting import counted_queries
from tests.site.factories import make_department, make_meeting_type, make_profile, make_user, next_monday

DAY = next_monday()
MONDAY = DAY.isoformat()
ADA, BEN, CLEO = "ada.test@example.com", "ben.test@example.com", "cleo.test@example.com"
LEADER, STRANGER = "lea.test@example.com", "sam.test@example.com"
TOKYO = "toshi.test@example.com"


@pytest.fixture
def board(consulting, site):
	from meeting_manager.meeting_manager.api import day_board

	def ask(day=MONDAY, user="Administrator", department=consulting.name):
		site.set_user(user)
		return day_board.get_day(department=department, date=day)

	return ask


def column(told, member):
	return next(column for column in told["columns"] if column["member"] == member)


def words(told):
	return [(one["customer_name"], one["words"], one["members"]) for one in told["bookings"]]


def test_day_has_the_meetings_by_member_in_the_words_of_its_clocks(board, book, consulting):
	book("10:00", assigned_users=[{"member": BEN}], customer_name="Kim One")
	book("16:30", assigned_users=[{"member": ADA}, {"member": BEN}], customer_name="Lou Two")
	told = board()
	assert words(told) == [("Kim One", "10:00–10:30", [BEN]), ("Lou Two", "16:30–17:00", [ADA, BEN])]
	assert (told["timezone"], told["date"], told["department"]) == ("Europe/Berlin", MONDAY, consulting.name)
	assert [one["name"] for one in told["columns"]] == ["Ada Test", "Ben Test", "Cleo Test"]
	assert told["window"][1] - told["window"][0] == 24 * 60
	assert [mark["label"] for mark in told["hours"]] == [f"{hour:02}:00" for hour in range(24)]


def test_what_is_cancelled_is_not_on_the_board_and_what_is_over_is(board, book):
	book("10:00", assigned_users=[{"member": BEN}]).cancel_meeting("Ill")
	book("11:00", assigned_users=[{"member": BEN}])
	assert [one["words"] for one in board()["bookings"]] == ["11:00–11:30"]


def test_hours_are_those_of_the_engine(board, site):
	profile = site.get_doc("MM Member Profile", BEN)
	profile.append("date_overrides", {"date": DAY, "start_time": "12:00:00", "end_time": "14:30:00"})
	profile.save()
	away = site.get_doc("MM Member Profile", CLEO)
	away.append("date_overrides", {"date": DAY, "is_day_off": 1})
	away.save()
	told = board()
	assert [column(told, member)["working_words"] for member in (ADA, BEN, CLEO)] == [
		["09:00–17:00"],
		["12:00–14:30"],
		[],
	]
	start = told["window"][0]
	assert column(told, BEN)["working"] == [(start + 720, start + 870)]


def test_holiday_closes_the_columns(board, consulting, site):
	department = site.get_doc("MM Department", consulting.name)
	department.append("holidays", {"holiday_date": DAY})
	department.save()
	told = board()
	assert told["is_holiday"] and [one["working"] for one in told["columns"]] == [[], [], []]


def test_member_who_cannot_be_booked_has_no_hours(board, site):
	site.db.set_value("User", CLEO, "enabled", 0)
	told = column(board(), CLEO)
	assert (told["is_bookable"], told["working"]) == (False, [])


def test_busy_time_is_cut_to_the_day(board, site):
	evening = DAY - timedelta(days=1)
	values = {"start_datetime": f"{evening} 20:00:00", "end_datetime": f"{DAY + timedelta(days=2)} 08:00:00"}
	site.get_doc({"doctype": "MM Busy Time", "member": ADA, "title": "Trade fair", **values}).insert()
	told = board()
	start, end = told["window"]
	assert column(told, ADA)["busy"] == [{"title": "Trade fair", "start": start, "end": end}]
	assert column(told, BEN)["busy"] == []


def test_member_sees_their_own_column_and_nobody_else_s(board, book):
	book("10:00", assigned_users=[{"member": BEN}])
	book("10:00", assigned_users=[{"member": ADA}])
	told = board(user=ADA)
	assert [one["member"] for one in told["columns"]] == [ADA]
	assert [one["members"] for one in told["bookings"]] == [[ADA]]
	assert told["may_change"] is True


def test_leader_sees_a_meeting_of_another_department_without_its_customer(board, consulting, site, book):
	make_user(LEADER, "Lea Test", ("MM Department Leader",))
	site.db.set_value("MM Department", consulting.name, "leader", LEADER)
	other = make_department(f"Other {uuid4().hex[:8]}", [ADA])
	kind = make_meeting_type(other.name)
	book("10:00", department=other.name, meeting_type=kind.name, assigned_users=[{"member": ADA}])
	told = board(user=LEADER)
	start = told["window"][0]
	assert told["bookings"] == []
	assert column(told, ADA)["taken"] == [(start + 600, start + 630)]
	assert column(board(), ADA)["taken"] == [], "whoever may read the booking sees it itself"
	site.db.set_value("MM Department", consulting.name, "leader", None)
	forget_department(site, other, kind)


def forget_department(site, department, kind):
	from tests.site.factories import delete_bookings

	delete_bookings(department.name)
	site.delete_doc("MM Meeting Type", kind.name, force=True)
	site.delete_doc("MM Department", department.name, force=True)
	site.db.commit()


def test_choice_has_the_departments_that_one_leads_or_is_in(board, consulting, site):
	make_user(LEADER, "Lea Test", ("MM Department Leader",))
	site.db.set_value("MM Department", consulting.name, "leader", LEADER)
	for user in (LEADER, BEN):
		assert board(user=user, department="")["departments"] == [consulting.name]
	make_user("tom.test@example.com", "Tom Test")
	assert board(user="tom.test@example.com", department="") == {"departments": [], "department": None}
	assert board(user="tom.test@example.com")["columns"] == []


def test_user_without_a_role_is_refused(board, site):
	make_user(STRANGER, "Sam Test", ())
	with pytest.raises(site.PermissionError):
		board(user=STRANGER)


@pytest.mark.parametrize("day", ["2027-13-01", "soon", "99999-01-01"])
def test_bad_date_is_refused_by_name(board, site, day):
	with pytest.raises(site.ValidationError, match="date: expected a date as YYYY-MM-DD"):
		board(day=day)


@pytest.mark.parametrize(
	("day", "length", "labels"),
	[
		("2027-03-28", 23, ["00:00", "01:00", "03:00", "04:00"]),
		("2027-10-31", 25, ["00:00", "01:00", "02:00+02:00", "02:00+01:00", "03:00"]),
	],
	ids=["clocks go forward", "clocks go back"],
)
def test_day_on_which_the_clocks_change_has_its_own_length(board, day, length, labels):
	told = board(day=day)
	assert len(told["hours"]) == length
	assert [mark["label"] for mark in told["hours"]][: len(labels)] == labels
	assert told["window"][1] - told["window"][0] == length * 60


def test_member_in_another_zone_works_when_it_is_day_there(board, site):
	"""09:00 to 17:00 in Tokyo is before the department's morning; of two days, both parts lie in one of its days."""
	make_profile(TOKYO, "Toshi Test", timezone="Pacific/Honolulu")
	department = make_department(f"Far {uuid4().hex[:8]}", [TOKYO])
	tuesday = date.fromordinal(DAY.toordinal() + 1).isoformat()
	told = column(board(day=tuesday, department=department.name), TOKYO)
	offset = 11 if summer(tuesday) is False else 12
	assert told["working_words"] == [f"00:00–{17 + offset - 24:02}:00", f"{9 + offset:02}:00–24:00"]


def summer(day):
	from datetime import datetime
	from zoneinfo import ZoneInfo

	return bool(datetime.fromisoformat(f"{day}T12:00").replace(tzinfo=ZoneInfo("Europe/Berlin")).dst())


def test_questions_to_the_database_do_not_grow_with_members_and_meetings(board, book, consulting):
	book("10:00", assigned_users=[{"member": BEN}])
	board()
	with counted_queries() as few:
		board()
	for time in ("11:00", "12:00", "13:00"):
		for member in (ADA, BEN, CLEO):
			book(time, assigned_users=[{"member": member}])
	with counted_queries() as many:
		told = board()
	assert len(told["bookings"]) == 10
	assert len(many) == len(few) <= 12, many
