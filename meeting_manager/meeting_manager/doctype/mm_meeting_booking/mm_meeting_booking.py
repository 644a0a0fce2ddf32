import secrets

import frappe
from frappe import _
from frappe.model.document import Document

from meeting_manager.adapters.actor import acting_as
from meeting_manager.adapters.conflicts import refused_as_busy
from meeting_manager.adapters.fields import is_one_address
from meeting_manager.adapters.history_chain import seal
from meeting_manager.adapters.occupancy import mark_changed
from meeting_manager.adapters.site_time import (
	from_site_datetime,
	require_zone,
	to_site_datetime,
)
from meeting_manager.meeting_manager.doctype.mm_calendar_reply.mm_calendar_reply import close_open_replies
from meeting_manager.meeting_manager.doctype.mm_meeting_booking import staff_saves
from meeting_manager.meeting_manager.doctype.mm_meeting_booking.booking_claims import (
	release_claims,
	update_claims,
)
from meeting_manager.meeting_manager.doctype.mm_meeting_booking.booking_length import take_length
from meeting_manager.meeting_manager.doctype.mm_meeting_booking.booking_links import CustomerLinks
from meeting_manager.meeting_manager.doctype.mm_meeting_booking.booking_members import (
	assign,
	assign_members,
	hold_time,
	keep_or_replace_members,
	lock_time,
	mark_time_changed,
	validate_no_overlap,
)
from meeting_manager.meeting_manager.doctype.mm_meeting_booking.booking_record import (
	begin_record,
	record_event,
	restore_record,
)
from meeting_manager.meeting_manager.doctype.mm_meeting_booking.booking_rules import (
	policy_when_booked,
	require_move,
	require_open,
)
from meeting_manager.meeting_manager.doctype.mm_meeting_booking.booking_secrets import without_secrets
from meeting_manager.meeting_manager.doctype.mm_meeting_booking.booking_terms import meeting_type_of
from meeting_manager.meeting_manager.doctype.mm_meeting_booking.booking_times import BookingTimes
from meeting_manager.meeting_manager.doctype.mm_meeting_booking.booking_tombstone import leave_tombstone
from meeting_manager.scheduling import status
from meeting_manager.scheduling.zones import QUANTUM

REFERENCE_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
REFERENCE_LENGTH = 8


class MMMeetingBooking(CustomerLinks, BookingTimes, Document):
	"""A meeting of a customer with a member of a department.

	Its time is `start_utc_minute`; `start_datetime` shows the same instant in the site's zone and may be edited instead.
	Saving notices what changed against the database: a new time, a new status or other members are each one event,
	with one history row.
	"""

	@property
	def members(self) -> list[str]:
		return [row.member for row in self.assigned_users]

	def assigned_names(self) -> list[str]:
		return [row.member_name or row.user for row in self.assigned_users]

	def as_dict(self, *arguments, **options):
		"""What answers, logs and copies hold of a booking."""
		return without_secrets(super().as_dict(*arguments, **options))

	def reschedule(self, start_minute: int, note: str) -> None:
		"""Move to another start; a member stays if free, otherwise another one takes over.

		:param start_minute: UTC minute of a slot that the meeting type offers.
		:raises NoMemberAvailableError: nobody is free.
		"""
		require_open(self)
		self.start_utc_minute = start_minute
		self.flags.moved = True
		keep_or_replace_members(self)
		self.flags.history_note = note
		self.save()

	def change_length(self, minutes: int, reason: str = "") -> None:
		"""Let it end earlier or later; its start, its status and its members stay.

		:raises OverlappingBookingError: a member has another meeting before the new end.
		"""
		require_open(self)
		self.flags.length = minutes
		self.flags.history_reason = reason
		self.save()

	def cancel_meeting(self, reason: str, note: str = "", message: str = "") -> None:
		"""
		:param reason: BY_CUSTOMER where the customer asked for it, who then pays the fee that is due.
		:param note: for the history and the members' mails.
		:param message: for the customer's mail.
		"""
		require_open(self)
		self.status = status.CANCELLED
		self.cancellation_reason = reason
		self.cancellation_note = note
		self.cancellation_message = message
		self.flags.history_note = note or reason
		self.save()

	def note_answer(self, answer: str, is_customer: bool, attention: str, comment: str) -> None:
		"""Keep what an invited person's calendar answered; the booking itself stays as it is.

		:param attention: what staff have to deal with now.
		"""
		self.flags.answer = {"answer": answer, "is_customer": is_customer, "attention": attention}
		self.flags.history_note = comment
		self.save()

	def leave_answer(self, attention: str) -> None:
		"""Let an answer be that staff need not deal with any more."""
		self.flags.answer = {"answer": "", "is_customer": False, "attention": attention}
		self.save()

	def keep_time(self) -> None:
		"""Decline the time that the customer proposed; the customer is told and invited anew to the one that stands."""
		require_open(self)
		self.flags.keeps_time = True
		self.save()

	def keep(self, reason: str) -> None:
		"""Note that it stays as it is, though it lies outside the rules now."""
		require_open(self)
		self.flags.is_kept = True
		self.flags.history_reason = reason
		self.save()

	def undo(self, was: dict, was_told: bool) -> None:
		"""Put back what an operation has changed; the links that the customer had work again.

		:param was: status, start_utc_minute, members, reschedule_count and token_nonce before it.
		:param was_told: whether people were told of it, and so are told of this.
		:raises OverlappingBookingError: the time is no longer free.
		"""
		self.flags.undoes, self.flags.tells_nobody = {**was, "was_told": was_told}, not was_told
		self.status, self.start_utc_minute = was["status"], was["start_utc_minute"]
		self.cancellation_reason = self.cancellation_note = self.cancellation_message = None
		assign(self, was["members"])
		self.save()

	@frappe.whitelist(methods=["POST"])
	def confirm(self) -> None:
		"""Accept a booking that waits for approval."""
		self.status = status.CONFIRMED
		self.save()

	@frappe.whitelist(methods=["POST"])
	def waive_fee(self, reason: str = "") -> None:
		"""Let the customer off the fee that is due, where the rules of the booking let the user do so.

		:raises PermissionError: the user is neither the department's leader nor a manager.
		:raises PolicyError: nothing is due, or the rules let nobody waive it.
		"""
		if not reason.strip():
			frappe.throw(_("Say why the fee is waived"), frappe.MandatoryError)
		booking = frappe.get_doc(self.doctype, self.name)
		booking.flags.waives_fee = reason.strip()
		booking.save()

	@frappe.whitelist(methods=["POST"])
	def delete_with_reason(self, reason: str = "") -> None:
		"""
		:param reason: kept in the tombstone, so it names no customer.
		"""
		if not reason.strip():
			frappe.throw(_("Say why the booking is deleted"), frappe.MandatoryError)
		booking = frappe.get_doc(self.doctype, self.name)
		booking.flags.deletion_reason = reason.strip()
		booking.delete()

	def insert(self, *arguments, **options):
		with refused_as_busy():
			return super().insert(*arguments, **options)

	def save(self, *arguments, **options):
		with refused_as_busy():
			return super().save(*arguments, **options)

	def before_insert(self):
		begin_record(self)
		self.booking_reference = make_reference()
		self.calendar_uid = f"{frappe.generate_hash(length=32)}@{frappe.local.site}"
		self.policy = policy_when_booked(self)
		self.copy_terms_of_meeting_type()

	def before_validate(self):
		restore_record(self)
		take_length(self)
		self.set_times()
		if self.is_new() and not self.assigned_users:
			assign_members(self)

	def validate(self):
		if self.is_new():
			self.validate_meeting_type()
		self.validate_start()
		self.validate_customer()
		self.validate_status()
		self.validate_members()
		staff_saves.require_allowed(self)
		record_event(self)
		hold_time(self)
		validate_no_overlap(self)

	def check_if_latest(self):
		"""Frappe locks the stored booking here."""
		if not self.is_new():
			lock_time(self)
		super().check_if_latest()

	def on_update(self):
		seal(self)
		update_claims(self)
		mark_time_changed(self)
		self.close_outdated_replies()

	def close_outdated_replies(self):
		before = self.get_doc_before_save()
		if before and before.needs_attention and before.calendar_sequence != self.calendar_sequence:
			close_open_replies(self.name)

	def on_trash(self):
		with refused_as_busy():
			release_claims(self)
			mark_changed(self.members)
			leave_tombstone(self)

	def copy_terms_of_meeting_type(self):
		kind = meeting_type_of(self)
		self.duration = kind.duration
		self.status = self.status or status.CONFIRMED  # an import sets no defaults
		self.location_type = self.location_type or kind.location_type
		self.location = self.location or kind.location
		self.customer_timezone = self.customer_timezone or self.zone.key
		if kind.requires_approval:
			self.status = status.PENDING

	def set_times(self):
		before = self.get_doc_before_save()
		edited_in_form = before and str(self.start_datetime) != str(before.start_datetime)
		if edited_in_form or not self.start_utc_minute:
			self.start_utc_minute = from_site_datetime(self.start_datetime) if self.start_datetime else None
		if self.start_utc_minute:
			self.end_utc_minute = self.start_utc_minute + self.duration
			self.start_datetime = to_site_datetime(self.start_utc_minute)
			self.end_datetime = to_site_datetime(self.end_utc_minute)

	def validate_meeting_type(self):
		if meeting_type_of(self).department != self.department:
			frappe.throw(
				_("This meeting type belongs to another department. Choose one of {0}").format(
					self.department
				)
			)

	def validate_start(self):
		if not self.start_utc_minute:
			frappe.throw(_("Choose a start"), frappe.MandatoryError)
		if self.start_utc_minute % QUANTUM:
			frappe.throw(_("Start: use a time at a multiple of {0} minutes").format(QUANTUM))

	def validate_customer(self):
		require_zone(self.customer_timezone, "Time Zone")
		if not is_one_address(self.customer_email or ""):
			frappe.throw(
				_("Email: write one address such as name@example.com"), frappe.InvalidEmailAddressError
			)

	def validate_status(self):
		before = self.get_doc_before_save()
		if self.flags.undoes:
			return
		if before is None:
			if self.status not in status.INITIAL:
				frappe.throw(_("A new booking is Pending or Confirmed"))
		elif self.status != before.status:
			require_move(before, self.status, acting_as(self))
			if self.status == status.RESCHEDULED:
				frappe.throw(_("Change the start to reschedule a booking"))

	def validate_members(self):
		if not self.assigned_users:
			frappe.throw(_("Assign a member to the booking"), frappe.MandatoryError)
		if len(set(self.members)) != len(self.members):
			frappe.throw(_("A member is assigned twice. Remove one of the rows"))


def make_reference() -> str:
	"""What people read to each other: no letter or digit that looks like another one."""
	return "".join(secrets.choice(REFERENCE_ALPHABET) for _position in range(REFERENCE_LENGTH))
