"""Starting the delivery of what a change has to tell, once it is committed."""

import frappe


def deliver_after_commit(booking: str) -> None:
	"""A worker takes it up at once. Without one, or without a queue, the scheduler does within a minute."""
	frappe.db.after_commit.add(lambda: _enqueue(booking))


def _enqueue(booking: str) -> None:
	try:
		frappe.enqueue(
			"meeting_manager.notifications.delivery.deliver_for_booking", queue="short", booking=booking
		)
	except Exception:  # whatever the queue's client raises: the change is committed, and its messages with it
		frappe.log_error(title="Messages wait for the scheduler", message=frappe.get_traceback())
		frappe.db.commit()
