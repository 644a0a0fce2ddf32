from meeting_manager.meeting_manager.doctype.child_row import ChildRow


class MMCancellationReason(ChildRow):
	pass
