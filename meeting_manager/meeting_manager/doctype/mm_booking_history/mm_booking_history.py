from meeting_manager.adapters.history_chain import chain_row
from meeting_manager.meeting_manager.doctype.child_row import ChildRow


class MMBookingHistory(ChildRow):
	def db_insert(self, *arguments, **options):
		"""Hash the row at the last moment: until then Frappe may still clean its texts."""
		chain_row(self, self.parent_doc.history)
		super().db_insert(*arguments, **options)
