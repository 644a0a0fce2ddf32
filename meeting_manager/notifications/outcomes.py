"""Why a message was not sent, as its channel finds out."""


class NotSent(Exception):
	"""`reason` is what the ledger shows to staff."""

	def __init__(self, reason: str):
		super().__init__(reason)
		self.reason = reason


class Skipped(NotSent):
	"""It need not be sent, or must not."""


class Failed(NotSent):
	"""It cannot be sent, and trying again will not help."""


class Waiting(NotSent):
	"""Not yet, and nothing is wrong: the mail server is busy with it, or sending is switched off."""
