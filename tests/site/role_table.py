"""Who may do what: the tables from which every cell of the role matrix is asserted.

A record stands in the department "here" and belongs to its member. `colleague` is another member there; `outsider` is
a member of the department "there", which `other leader` leads; `customer` is a website user whose address the booking has.
"""

DOCTYPES = """
                                 | guest | customer | member | colleague | outsider | leader | other leader | manager | system manager
MM Meeting Booking               | -     | -        | rw     | .         | .        | rwc    | .            | rwcd    | rwcd
MM Member Profile                | -     | -        | rw     | .         | .        | rw     | .            | rwcd    | rwcd
MM Busy Time                     | -     | -        | rwcd   | .         | .        | rwcd   | .            | rwcd    | rwcd
MM Department                    | -     | -        | r      | r         | r        | rw     | r            | rwcd    | rwcd
MM Meeting Type                  | -     | -        | r      | r         | r        | rwc    | r            | rwcd    | rwcd
MM Settings                      | -     | -        | -      | -         | -        | r      | r            | rwc     | rwc
MM Time Claim                    | -     | -        | -      | -         | -        | -      | -            | r       | r
MM Message                       | -     | -        | r      | .         | .        | r      | .            | r       | r
MM Notification Preference       | -     | -        | rw     | .         | .        | .      | .            | rwcd    | rwcd
MM Notification Choice           | -     | -        | -      | -         | -        | -      | -            | -       | r
MM Unmet Demand                  | -     | -        | -      | -         | -        | r      | .            | r       | r
MM History Seal                  | -     | -        | -      | -         | -        | -      | -            | r       | r
MM History Check                 | -     | -        | -      | -         | -        | -      | -            | r       | r
MM Operation                     | -     | -        | r      | .         | .        | .      | .            | r       | r
MM Booking Tombstone             | -     | -        | -      | -         | -        | -      | -            | r       | r
MM Calendar Reply                | -     | -        | r      | .         | .        | r      | .            | r       | r
MM Guest Count                   | -     | -        | -      | -         | -        | -      | -            | -       | r
MM Calendar Feed                 | -     | -        | -      | -         | -        | -      | -            | -       | r
MM Cancellation Policy           | -     | -        | -      | -         | -        | r      | r            | rwcd    | rwcd
MM Cancellation Fee Tier         | -     | -        | -      | -         | -        | r      | r            | r       | r
MM Cancellation Reason           | -     | -        | -      | -         | -        | r      | r            | r       | r
MM Meeting Booking Assigned User | -     | -        | r      | .         | .        | r      | .            | r       | r
MM Booking History               | -     | -        | r      | .         | .        | r      | .            | r       | r
MM Weekly Hours                  | -     | -        | r      | .         | .        | r      | .            | r       | r
MM Date Override                 | -     | -        | r      | .         | .        | r      | .            | r       | r
MM Department Member             | -     | -        | r      | r         | r        | r      | r            | r       | r
MM Department Holiday            | -     | -        | r      | r         | r        | r      | r            | r       | r
MM Meeting Type Member           | -     | -        | r      | r         | r        | r      | r            | r       | r
MM Mail Template                 | -     | -        | -      | -         | -        | r      | r            | r       | r
"""
"""r: read, w: write, c: create one like it, d: delete; `.` may list others of the DocType, `-` knows of none.

Rows of a document's tables are read with it, and changed by saving it: nobody has another right on them.
"""

FUNCTIONS = """
                                   | methods  | guest | customer | member | colleague | outsider | leader | other leader | manager | system manager
public.get_departments             | GET POST | yes   | yes      | yes    | yes       | yes      | yes    | yes          | yes     | yes
public.get_meeting_types           | GET POST | yes   | yes      | yes    | yes       | yes      | yes    | yes          | yes     | yes
public.get_available_dates         | GET POST | yes   | yes      | yes    | yes       | yes      | yes    | yes          | yes     | yes
public.get_available_time_slots    | GET POST | yes   | yes      | yes    | yes       | yes      | yes    | yes          | yes     | yes
public.create_booking              | POST     | yes   | yes      | yes    | yes       | yes      | yes    | yes          | yes     | yes
public.get_booking_details         | GET POST | yes   | yes      | yes    | yes       | yes      | yes    | yes          | yes     | yes
public.ics                         | GET POST | yes   | yes      | yes    | yes       | yes      | yes    | yes          | yes     | yes
public.feed                        | GET POST | yes   | yes      | yes    | yes       | yes      | yes    | yes          | yes     | yes
public.reschedule_booking          | POST     | yes   | yes      | yes    | yes       | yes      | yes    | yes          | yes     | yes
public.cancel_booking              | POST     | yes   | yes      | yes    | yes       | yes      | yes    | yes          | yes     | yes
public.get_mail_choices            | GET POST | yes   | yes      | yes    | yes       | yes      | yes    | yes          | yes     | yes
public.set_mail_choice             | POST     | yes   | yes      | yes    | yes       | yes      | yes    | yes          | yes     | yes
desk.explain_slots                 | GET POST | 403   | 403      | own    | own       | nothing  | all    | nothing      | all     | all
desk.explain_start                 | GET POST | 403   | 403      | yes    | 403       | 403      | yes    | 403          | yes     | yes
day_board.get_day                  | GET POST | 403   | 403      | own    | own       | nothing  | all    | nothing      | all     | all
booking_calendar.get_events        | GET POST | 403   | 403      | yes    | nothing   | nothing  | yes    | nothing      | yes     | yes
desk.preview_mail                  | GET POST | 403   | 403      | 403    | 403       | 403      | 403    | 403          | yes     | yes
policy_trial.try_on_past_bookings  | POST     | 403   | 403      | 403    | 403       | 403      | yes    | yes          | yes     | yes
desk.get_mail_languages            | GET POST | 403   | 403      | 403    | 403       | 403      | 403    | 403          | yes     | yes
calendar_addresses.show            | POST     | 403   | 403      | yes    | 403       | 403      | 403    | 403          | 403     | 403
calendar_addresses.renew           | POST     | 403   | 403      | yes    | 403       | 403      | ended  | 403          | ended   | ended
booking_messages.get_messages      | GET POST | 403   | 403      | yes    | 403       | 403      | yes    | 403          | yes     | yes
booking_messages.count_customers_not_informed | GET POST | 403 | 403 | yes   | yes       | yes      | yes    | yes          | yes     | yes
staff_bookings.get_staff_choices   | GET POST | 403   | 403      | yes    | 403       | 403      | yes    | 403          | yes     | yes
staff_lengths.check_staff_length    | GET POST | 403   | 403      | yes    | 403       | 403      | yes    | 403          | yes     | yes
staff_lengths.change_length_as_staff | POST     | 403   | 403      | yes    | 403       | 403      | yes    | 403          | yes     | yes
staff_bookings.check_staff_move    | GET POST | 403   | 403      | yes    | 403       | 403      | yes    | 403          | yes     | yes
staff_bookings.staff_times         | GET POST | 403   | 403      | yes    | 403       | 403      | yes    | 403          | yes     | yes
staff_bookings.move_as_staff       | POST     | 403   | 403      | yes    | 403       | 403      | yes    | 403          | yes     | yes
staff_bookings.reassign_as_staff   | POST     | 403   | 403      | yes    | 403       | 403      | yes    | 403          | yes     | yes
staff_bookings.cancel_as_staff     | POST     | 403   | 403      | yes    | 403       | 403      | yes    | 403          | yes     | yes
staff_bookings.decline             | POST     | 403   | 403      | yes    | 403       | 403      | yes    | 403          | yes     | yes
staff_bookings.complete            | POST     | 403   | 403      | 409    | 403       | 403      | 409    | 403          | 409     | 409
staff_bookings.mark_no_show        | POST     | 403   | 403      | 409    | 403       | 403      | 409    | 403          | 409     | 409
staff_bookings.copy_customer_links | POST     | 403   | 403      | yes    | 403       | 403      | yes    | 403          | yes     | yes
bulk.preview_bulk_cancel           | POST     | 403   | 403      | yes    | 403       | 403      | yes    | 403          | yes     | yes
bulk.bulk_cancel                   | POST     | 403   | 403      | yes    | 403       | 403      | yes    | 403          | yes     | yes
bulk.preview_bulk_move             | POST     | 403   | 403      | yes    | 403       | 403      | yes    | 403          | yes     | yes
bulk.bulk_move                     | POST     | 403   | 403      | yes    | 403       | 403      | yes    | 403          | yes     | yes
bulk.undo_operation                | POST     | 403   | 403      | yes    | 403       | 403      | 403    | 403          | yes     | yes
affected.list_affected             | POST     | 403   | 403      | yes    | yes       | yes      | yes    | yes          | yes     | yes
affected.preview_settle_affected   | POST     | 403   | 403      | yes    | 403       | 403      | yes    | 403          | yes     | yes
affected.settle_affected           | POST     | 403   | 403      | yes    | 403       | 403      | yes    | 403          | yes     | yes
quick_booking.get_choices          | GET POST | 403   | 403      | yes    | yes       | yes      | yes    | yes          | yes     | yes
quick_booking.get_times            | GET POST | 403   | 403      | yes    | yes       | 403      | yes    | 403          | yes     | yes
quick_booking.find_customers       | GET POST | 403   | 403      | yes    | yes       | yes      | yes    | yes          | yes     | yes
quick_booking.book                 | POST     | 403   | 403      | yes    | yes       | 403      | yes    | 403          | yes     | yes
MMMeetingBooking.confirm           | POST     | 403   | 403      | yes    | 403       | 403      | yes    | 403          | yes     | yes
MMMeetingBooking.waive_fee         | POST     | 403   | 403      | 403    | 403       | 403      | yes    | 403          | yes     | yes
MMMeetingBooking.delete_with_reason | POST    | 403   | 403      | 403    | 403       | 403      | 403    | 403          | yes     | yes
MMCalendarReply.accept             | POST     | 403   | 403      | yes    | 403       | 403      | yes    | 403          | yes     | yes
MMCalendarReply.dismiss            | POST     | 403   | 403      | yes    | 403       | 403      | yes    | 403          | yes     | yes
MMMessage.resend                   | POST     | 403   | 403      | yes    | 403       | 403      | yes    | 403          | yes     | yes
"""
"""With the token of the booking, for the guest functions that take one: it opens the booking to whoever holds it.

calendar_addresses are asked about the member's: "ended" without being told the new one. desk.explain_start is asked about the member; desk.explain_slots and day_board.get_day answer with columns: the asker's own, all, or nothing.
booking_calendar.get_events shows bookings of the department here, or nothing.
staff_bookings.complete and mark_no_show are asked before the meeting: whoever may is told that it has not begun.
bulk.undo_operation is asked about what the member did. desk.explain_start is asked about the member; desk.explain_slots answers with columns: the asker's own, all, or nothing.
"""

LOGS = """
                | guest | customer | member | colleague | outsider | leader | other leader | manager | system manager
Email Queue     | 403   | 403      | 403    | 403       | 403      | 403    | 403          | 403     | yes
Error Log       | 403   | 403      | 403    | 403       | 403      | 403    | 403          | 403     | yes
Version         | 403   | 403      | 403    | 403       | 403      | 403    | 403          | 403     | yes
Deleted Document| 403   | 403      | 403    | 403       | 403      | 403    | 403          | 403     | yes
"""
"""Frappe's own DocTypes that keep mails with working links, or what bookings held."""


def read_table(text: str) -> dict[str, dict[str, str]]:
	"""The cells by the first column, then by the heading."""
	heading, *lines = ([cell.strip() for cell in line.split("|")] for line in text.strip("\n").splitlines())
	return {line[0]: dict(zip(heading[1:], line[1:], strict=True)) for line in lines}


RIGHTS = read_table(DOCTYPES)
ROLES = tuple(RIGHTS["MM Settings"])

SAME_PLACE_THERE = {
	"member": "outsider",
	"colleague": "outsider",
	"outsider": "member",
	"leader": "other leader",
	"other leader": "leader",
}
"""Whose rights here are the rights that a role has on what stands there."""


def may(role: str, right: str, doctype: str) -> bool:
	return right in RIGHTS[doctype][role]


def listed(role: str, doctype: str, has_one_there: bool = True) -> str:
	"""What a list of the records here and there shows to the role, "403" where it may not list."""
	if RIGHTS[doctype][role] == "-":
		return "403"
	there = has_one_there and may(SAME_PLACE_THERE.get(role, role), "r", doctype)
	return " ".join(["here"] * may(role, "r", doctype) + ["there"] * there) or "nothing"
