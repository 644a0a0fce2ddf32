from meeting_manager.meeting_manager.doctype.written_once import WrittenOnce


class MMHistorySeal(WrittenOnce):
	"""Bears the name of its booking; adapters/history_chain.py writes it."""
