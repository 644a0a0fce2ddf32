import frappe
from frappe import _

from meeting_manager.adapters.history_audit import hash_of_tombstone
from meeting_manager.meeting_manager.doctype.written_once import WrittenOnce
from meeting_manager.scheduling.hash_chain import NOTHING


class MMBookingTombstone(WrittenOnce):
	"""What is left of a deleted booking: that it was there, who deleted it, when and why. No customer is named.

	Its name is a number, and its hash holds on to that of the tombstone before it.
	"""

	def db_insert(self, *arguments, **options):
		"""Hash it at the last moment: until then Frappe may still clean its texts."""
		self.tombstone_hash = hash_of_tombstone(self, self.flags.previous or NOTHING)
		super().db_insert(*arguments, **options)

	def on_trash(self):
		frappe.throw(
			_("A tombstone stays: it is all that tells of a deleted booking"), frappe.PermissionError
		)
