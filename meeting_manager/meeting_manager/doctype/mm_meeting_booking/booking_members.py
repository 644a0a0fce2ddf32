"""Who takes a booking, and the time that they hold for it."""

from collections.abc import Iterator, Sequence

import frappe
from frappe import _

from meeting_manager.adapters.assignment import pick_member
from meeting_manager.adapters.occupancy import (
	ASSIGNED,
	PAUSES,
	bookings_of_session,
	find_overlap,
	lock_members,
	mark_changed,
	pauses_around,
)
from meeting_manager.adapters.offers import Availability, Offer, free_members, load_offer
from meeting_manager.adapters.site_time import current_minute, in_words
from meeting_manager.exceptions import NoMemberAvailableError, OverlappingBookingError
from meeting_manager.meeting_manager.doctype.mm_meeting_booking.booking_terms import meeting_type_of
from meeting_manager.scheduling import status
from meeting_manager.scheduling.assignment import COLLECTIVE, JOINED, KEPT, Choice

HELD = (
	"member",
	"start_utc_minute",
	"end_utc_minute",
	"is_blocking",
	"is_counted",
	*PAUSES,
)
"""Of an assigned user's row: the time that the member cannot give to others, and whether it counts for limits."""


def assign_members(booking) -> None:
	"""Give a new booking its members: those of a session with a seat left, all that the type names, or one who is free.

	:raises NoMemberAvailableError: nobody is free.
	"""
	offer = load_offer(booking.meeting_type)
	lock_members(offer.department, offer.members)
	available = free_members(offer, booking.start_utc_minute, current_minute())
	_assign(booking, _join_or_open(offer, available, booking))


def keep_or_replace_members(booking) -> None:
	"""For a new start: whoever is free or has a seat there stays, others take over from those who have not.

	:raises NoMemberAvailableError: nobody is free.
	"""
	offer = load_offer(booking.meeting_type, moving=booking.name)
	lock_members(offer.department, sorted({*offer.members, *booking.members}))
	available = free_members(offer, booking.start_utc_minute, current_minute())
	_assign(booking, _keep_or_replace(offer, available, booking))


def _assign(booking, choices: list[Choice]) -> None:
	assign(booking, [choice.member for choice in choices])
	booking.flags.choices = choices


def assign(booking, members: Sequence[str]) -> None:
	"""Give it to exactly these; rows of those who have it already stay."""
	rows = {row.member: row for row in booking.assigned_users}
	booking.set("assigned_users", [rows.get(member) or _assignment_of(member) for member in members])


def _keep_or_replace(offer: Offer, available: Availability, booking) -> list[Choice]:
	own = set(booking.members)
	if any(set(session.members) == own for session in available.joinable):
		return [Choice(member, KEPT) for member in booking.members]
	if offer.rules.is_collective or (len(own) == 1 and not own <= set(available.free)):
		return _join_or_open(offer, available, booking)
	return list(_replace_one_by_one(offer, available.free, booking))


def _join_or_open(offer: Offer, available: Availability, booking) -> list[Choice]:
	if available.joinable:
		return [Choice(member, JOINED) for member in _in_order(available.joinable[0].members, booking)]
	if not available.free:
		refuse_time()
	if offer.rules.is_collective:
		return [Choice(member, COLLECTIVE) for member in _in_order(available.free, booking)]
	return [pick_member(offer, available.free, booking.start_utc_minute)]


def _in_order(members: Sequence[str], booking) -> list[str]:
	"""As they stand in the booking already, so that members who all stay are no change."""
	return sorted(members, key=lambda member: [*booking.members, member].index(member))


def _replace_one_by_one(offer: Offer, free: Sequence[str], booking) -> Iterator[Choice]:
	others = [member for member in free if member not in booking.members]
	for member in booking.members:
		if member in free:
			yield Choice(member, KEPT)
			continue
		if not others:
			refuse_time()
		choice = pick_member(offer, others, booking.start_utc_minute)
		others.remove(choice.member)
		yield choice


def refuse_time():
	frappe.throw(_("No members are available at the requested time"), NoMemberAvailableError)


def _assignment_of(member: str) -> dict:
	profile = frappe.get_cached_doc("MM Member Profile", member)
	return {"member": member, "user": profile.user, "member_name": profile.full_name}


def hold_time(booking) -> None:
	"""Write into the members' rows what they hold; the pauses as they stand when a time is booked or taken over."""
	before = booking.get_doc_before_save()
	same_time = before and before.start_utc_minute == booking.start_utc_minute
	promised = {row.member: row for row in before.assigned_users} if same_time else {}
	for row in booking.assigned_users:
		row.meeting_type = booking.meeting_type
		row.start_utc_minute = booking.start_utc_minute
		row.end_utc_minute = booking.end_utc_minute
		row.is_blocking = int(booking.status in status.OPEN)
		row.is_counted = int(booking.status != status.CANCELLED)
		row.update(
			_pauses_promised(promised.get(row.member)) or pauses_around(booking.meeting_type, row.member)
		)


def _pauses_promised(row) -> dict[str, int] | None:
	return row and {side: row.get(side) for side in PAUSES}


def validate_no_overlap(booking) -> None:
	"""Look once more, under the locks, whether the members can hold the time: alone, or in a session with seats left.

	:raises OverlappingBookingError: another booking holds it, or the session is full.
	"""
	if booking.status not in status.OPEN or not _takes_other_time(booking):
		return
	lock_members(booking.department, booking.members)
	together = _validate_seat(booking)
	window = (booking.start_utc_minute, booking.end_utc_minute)
	taken = find_overlap(booking.members, window, [booking.name, *together])
	if taken:
		_refuse(
			_("{0} has another meeting from {1} to {2}. Choose another time or member").format(
				frappe.get_cached_value("MM Member Profile", taken.member, "full_name"),
				in_words(taken.start_utc_minute, booking.zone),
				in_words(taken.end_utc_minute, booking.zone),
			)
		)


def _validate_seat(booking) -> list[str]:
	"""The bookings that share their time with this one, since they hold the other seats of its session."""
	kind = meeting_type_of(booking)
	if kind.capacity <= 1:
		return []
	together = bookings_of_session(kind.name, booking.start_utc_minute, booking.members, booking.name)
	if len(together) >= kind.capacity:
		_refuse(
			_("All {0} seats of {1} at {2} are taken. Choose another time or member").format(
				kind.capacity, kind.meeting_name, in_words(booking.start_utc_minute, booking.zone)
			)
		)
	return together


def _refuse(sentence: str) -> None:
	frappe.throw(sentence, OverlappingBookingError, title=_("Time Is Taken"))


def _takes_other_time(booking) -> bool:
	before = booking.get_doc_before_save()
	if before is None or before.start_utc_minute != booking.start_utc_minute:
		return True
	if before.end_utc_minute < booking.end_utc_minute:
		return True
	if before.status not in status.OPEN:
		return True
	return not set(booking.members) <= set(before.members)


def lock_time(booking) -> None:
	"""Take the locks of those who hold the stored booking's time or are to hold it.

	Whoever books takes the members' locks and then reads their bookings. Whoever changes a booking has to take them in the
	same order, members before the booking, or both would wait for each other.
	"""
	stored = frappe.get_all(ASSIGNED, {"parent": booking.name}, pluck="member", order_by="idx asc")
	lock_members(booking.department, sorted({*stored, *booking.members}))


def mark_time_changed(booking) -> None:
	"""Stamp the members whose held time differs from what the database held before."""
	before = booking.get_doc_before_save()
	held, held_before = _held_times(booking), _held_times(before) if before else set()
	mark_changed(sorted({member for member, *_time in held ^ held_before}))


def _held_times(booking) -> set[tuple]:
	return {tuple(row.get(fieldname) for fieldname in HELD) for row in booking.assigned_users}
