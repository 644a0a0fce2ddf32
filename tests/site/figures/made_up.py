"""Departments, members and a season of bookings made up from a seed, kept as plain values beside the rows.

What a figure should be is worked out from the plain values alone.
"""

import random
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from types import SimpleNamespace
from uuid import uuid4
from zoneinfo import ZoneInfo

import frappe
from frappe.utils import get_system_timezone

from tests.site.factories import (
	delete_bookings,
	make_department,
	make_meeting_type,
	make_profile,
)
from tests.site.people import LEADER, MANAGER, OTHER_LEADER, STRANGER, make_people

UTC = ZoneInfo("UTC")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FIRST, LAST = date(2025, 3, 12), date(2025, 5, 20)
"""What is asked for: from a Wednesday to a Tuesday, with a change of the clocks in between."""
ADA, BEN, DANA = (f"{name}.figures@example.com" for name in ("ada", "ben", "dana"))
"""Ben is in both departments; Dana works at night, in New York."""
NIGHTS = [
	{"weekday": day, "start_time": "22:00:00", "end_time": "06:00:00"} for day in ("Monday", "Saturday")
]
STATES = ("Pending", "Confirmed", "Rescheduled", "Completed", "Completed", "Cancelled", "No-Show")
CUSTOMERS = ("kim@example.com", "Robin@example.com", "sky@example.com", "=cmd@example.com")
ACTED_AS = ("customer (link)", "customer (account)", "staff", "system", "import", "console", None, None)
"""Whatever the login: somebody of the staff may have used the customer's link."""
FEE_KINDS = {"Cancelled": "Cancellation", "No-Show": "No-Show"}
FEES = {"EUR": ("0", "0.1", "0.2", "45.5"), "JPY": ("0", "1250", "99"), "KWD": ("0", "1.005", "7.25")}
WAIVED_BECAUSE = "=SUM(A1)"
REASONS = ("Customer Cancelled", "=HYPERLINK(1)", "Ill")


@dataclass
class Move:
	at: datetime
	by: str
	old_start: int
	acted_as: str | None = None
	"""None in a row from before histories said so."""


@dataclass
class Made:
	"""A booking as it was made up; instants are UTC minutes, `at` naive in the site's zone."""

	name: str
	department: str
	kind: str
	kind_name: str
	status: str
	start: int
	minutes: int
	customer: str
	members: tuple[str, ...]
	moves: list[Move] = field(default_factory=list)
	cancelled: Move | None = None
	reason: str = ""
	fee: tuple[str, str, str, bool] | None = None
	"""What for, how much, in which currency, and whether it was waived; None where it is not known."""

	@property
	def day(self) -> date:
		return in_zone(self.start, site_zone()).date()


def site_zone() -> ZoneInfo:
	return ZoneInfo(get_system_timezone())


def in_zone(minute: int, zone: ZoneInfo) -> datetime:
	return (EPOCH + timedelta(minutes=minute)).astimezone(zone)


def minute_of(moment: datetime) -> int:
	"""UTC minute of a naive time in the site's zone."""
	return int((moment.replace(tzinfo=site_zone()) - EPOCH).total_seconds() // 60)


def make_season(seed: int, count: int = 160) -> SimpleNamespace:
	chance = random.Random(seed)
	make_people()
	for member, name in {ADA: "Ada Figures", BEN: "Ben Figures", DANA: "Dana Figures"}.items():
		if frappe.db.exists("MM Member Profile", member):
			frappe.delete_doc("MM Member Profile", member, force=True)
		nights = {"timezone": "America/New_York", "weekly_hours": NIGHTS}
		make_profile(member, name, **(nights if member == DANA else days_off(chance)))
	here = make_place("lea", LEADER, [ADA, BEN], chance)
	there = make_place("otto", OTHER_LEADER, [BEN, DANA], chance)
	bookings = [make_booking(chance.choice((here, there)), chance) for _number in range(count)]
	frappe.db.commit()
	return SimpleNamespace(here=here, there=there, bookings=bookings)


def days_off(chance: random.Random) -> dict:
	days = [date(2025, 3, 17) + timedelta(days=chance.randrange(60)) for _number in range(4)]
	rows = [{"date": day, "is_day_off": 1} for day in sorted(set(days[:2]))]
	late = {"start_time": "18:00:00", "end_time": "20:30:00"}
	rows += [{"date": day, **late} for day in sorted(set(days[2:]) - set(days[:2]))]
	return {"date_overrides": rows}


def make_place(label: str, leader: str, members: list[str], chance: random.Random) -> SimpleNamespace:
	days = sorted({date(2025, 3, 13) + timedelta(days=chance.randrange(60)) for _number in range(3)})
	parts = {day: chance.choice(("Whole Day", "Morning", "Afternoon")) for day in days}
	holidays = [{"holiday_date": day, "day_part": part} for day, part in parts.items()]
	department = make_department(
		f"Figures {label} {uuid4().hex[:8]}", members, leader=leader, holidays=holidays
	)
	kinds = [make_meeting_type(department.name, f"{name} {label}") for name in ("Talk", "+Review")]
	return SimpleNamespace(
		name=department.name,
		members=members,
		holidays=parts,
		kinds={kind.name: kind.meeting_name for kind in kinds},
	)


def make_booking(place: SimpleNamespace, chance: random.Random) -> Made:
	day = FIRST - timedelta(days=6) + timedelta(days=chance.randrange(84))
	start = minute_of(datetime(day.year, day.month, day.day)) + chance.randrange(24 * 12) * 5
	kind = chance.choice(sorted(place.kinds))
	made = Made(
		name=uuid4().hex[:10],
		department=place.name,
		kind=kind,
		kind_name=place.kinds[kind],
		status=chance.choice(STATES),
		start=start,
		minutes=chance.choice((15, 30, 45, 90)),
		customer=chance.choice(CUSTOMERS),
		members=tuple(chance.sample(place.members, chance.choice((1, 1, 1, 2)))),
	)
	by = ("Guest", made.customer, "Administrator", LEADER)
	if made.status == "Rescheduled" or chance.random() < 0.2:
		made.moves = [a_move(made, by, chance) for _number in range(chance.choice((1, 1, 2, 3)))]
	if made.status == "Cancelled":
		made.cancelled, made.reason = a_move(made, by, chance), chance.choice(REASONS)
		made.cancelled.old_start = made.start
	if made.status in FEE_KINDS and chance.random() < 0.8:
		currency = chance.choice(sorted(FEES))
		amount = chance.choice(FEES[currency])
		made.fee = FEE_KINDS[made.status], amount, currency, chance.random() < 0.3 and amount != "0"
	store(made)
	return made


def a_move(made: Made, by: tuple[str, ...], chance: random.Random) -> Move:
	old_start = made.start + chance.randrange(-200, 200) * 5
	at = in_zone(old_start - chance.choice((-30, 20, 600, 1435, 1440, 9000)), site_zone())
	return Move(at.replace(tzinfo=None), chance.choice(by), old_start, chance.choice(ACTED_AS))


def store(made: Made) -> None:
	"""The rows as the app would have left them; no document saves a meeting that is over."""
	start, end = (in_zone(at, site_zone()) for at in (made.start, made.start + made.minutes))
	insert(
		"MM Meeting Booking",
		name=made.name,
		booking_reference=made.name,
		department=made.department,
		meeting_type=made.kind,
		status=made.status,
		start_datetime=start.replace(tzinfo=None),
		end_datetime=end.replace(tzinfo=None),
		start_utc_minute=made.start,
		end_utc_minute=made.start + made.minutes,
		duration=made.minutes,
		customer_name=f"={made.customer}",
		customer_email=made.customer,
		customer_timezone="Europe/Berlin",
		cancellation_reason=made.reason,
		reschedule_count=len(made.moves),
		**fee_fields(made),
		policy='{"cancel_notice": 60, "reschedule_notice": 120, "max_reschedules": 3}',
	)
	for number, member in enumerate(made.members, 1):
		row = {"member": member, "user": member, "member_name": member.split(".")[0]}
		times = {"start_utc_minute": made.start, "end_utc_minute": made.start + made.minutes}
		child("MM Meeting Booking Assigned User", made, "assigned_users", number, **row, **times)
	for number, move in enumerate([*made.moves, *filter(None, [made.cancelled])], 1):
		action = "Cancelled" if move is made.cancelled else "Rescheduled"
		old = in_zone(move.old_start, ZoneInfo("Europe/Berlin")).strftime("%Y-%m-%d %H:%M")
		values = {"action": action, "action_by": move.by, "action_datetime": move.at}
		values |= {"acted_as": move.acted_as} if move.acted_as else {}
		old_value = "Confirmed" if action == "Cancelled" else old
		child("MM Booking History", made, "history", number, old_value=old_value, **values)


def fee_fields(made: Made) -> dict:
	if not made.fee:
		return {}
	kind, amount, currency, is_waived = made.fee
	values = {"fee_kind": kind, "fee_amount": amount, "fee_currency": currency}
	waiver = {"fee_waived": 1, "fee_waived_by": LEADER, "fee_waived_reason": WAIVED_BECAUSE}
	return {**values, **(waiver if is_waived else {})}


def child(doctype: str, made: Made, table: str, number: int, **values) -> None:
	parent = {"parent": made.name, "parenttype": "MM Meeting Booking", "parentfield": table, "idx": number}
	insert(doctype, name=uuid4().hex[:10], **parent, **values)


def insert(doctype: str, **values) -> None:
	table = frappe.qb.DocType(doctype)
	values = {
		"creation": "2025-01-01 00:00:00",
		"modified": "2025-01-01 00:00:00",
		"owner": "Guest",
		**values,
	}
	texts = [value if isinstance(value, int) else str(value) for value in values.values()]
	frappe.qb.into(table).columns(*values).insert(*texts).run()


def forget_season(season: SimpleNamespace) -> None:
	frappe.db.rollback()
	frappe.set_user("Administrator")
	for place in (season.here, season.there):
		delete_bookings(place.name)
		frappe.db.delete("MM Unmet Demand", {"department": place.name})
		for kind in place.kinds:
			frappe.delete_doc("MM Meeting Type", kind, force=True)
		frappe.delete_doc("MM Department", place.name, force=True)
	for member in (ADA, BEN, DANA):
		frappe.delete_doc("MM Member Profile", member, force=True)
	frappe.db.commit()


WHO = {
	"manager": MANAGER,
	"leader": LEADER,
	"other leader": OTHER_LEADER,
	"member": ADA,
	"member of both": BEN,
	"stranger": STRANGER,
}


def may_see(who: str, made: Made, season: SimpleNamespace) -> bool:
	"""Managers all, leaders their department's, members their own."""
	if who == "manager":
		return made.department in (season.here.name, season.there.name)
	if who in ("leader", "other leader"):
		return made.department == (season.here if who == "leader" else season.there).name
	return WHO[who] in made.members
