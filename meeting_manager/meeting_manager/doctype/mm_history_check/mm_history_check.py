from meeting_manager.meeting_manager.doctype.written_once import WrittenOnce


class MMHistoryCheck(WrittenOnce):
	"""What one look at all histories has found; adapters/history_audit.py writes it."""
