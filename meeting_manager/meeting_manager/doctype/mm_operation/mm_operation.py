from meeting_manager.meeting_manager.doctype.written_once import WrittenOnce


class MMOperation(WrittenOnce):
	"""One action of somebody on many bookings, and what it takes to undo it; operations.py writes it."""
