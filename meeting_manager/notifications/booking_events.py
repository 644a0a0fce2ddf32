"""Which event of a booking is told to whom."""

import frappe
from frappe import _
from frappe.utils import escape_html

from meeting_manager.adapters.site_time import in_words
from meeting_manager.scheduling import status


def tell_of_new_booking(booking, method: str | None = None) -> None:
	_tell_customer(booking, _("Your booking {0} is made"))


def tell_of_change(booking, method: str | None = None) -> None:
	before = booking.get_doc_before_save()
	if before is None:
		return
	if booking.status == status.CANCELLED and before.status != status.CANCELLED:
		_tell_customer(booking, _("Your booking {0} is cancelled"))
	elif booking.start_utc_minute != before.start_utc_minute:
		_tell_customer(booking, _("Your booking {0} has moved"))


def _tell_customer(booking, subject: str) -> None:
	lines = (
		in_words(booking.start_utc_minute, booking.zone),
		booking.zone.key,
		booking.reschedule_url,
		booking.cancel_url,
	)
	frappe.sendmail(
		recipients=[booking.customer_email],
		subject=subject.format(booking.booking_reference),
		message="<br>".join(escape_html(line) for line in lines),
		reference_doctype=booking.doctype,
		reference_name=booking.name,
	)
