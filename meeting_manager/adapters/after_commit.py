"""What runs after a commit: it may fail, but what is committed stands, and whoever asked for it is told so."""

import frappe
from frappe.utils import CallbackManager


def shield_after_commit() -> None:
	"""Let the coming commit succeed even if a callback behind it fails, as one does that needs a queue which is down.

	What fails is kept in the Error Log. A rollback forgets the callbacks, as without the shield.
	"""
	waiting = frappe.db.after_commit
	frappe.db.after_commit = CallbackManager()
	frappe.db.after_commit.add(lambda: _run_each(waiting))


def _run_each(waiting: CallbackManager) -> None:
	"""Go on after the one that failed: `run` takes each out before it calls it."""
	try:
		waiting.run()
	except Exception:
		traceback = frappe.get_traceback()
		_run_each(waiting)
		frappe.log_error(title="After a commit", message=traceback)
		frappe.db.commit()  # the log: what was asked for is committed already
