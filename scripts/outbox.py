"""The mails that a localsite has written as files."""

import email
import email.policy
import re
import time
from email.message import EmailMessage
from pathlib import Path

LINK = re.compile(r"/(reschedule|cancel)-booking\?token=([A-Za-z0-9_-]{43})")


class Outbox:
	"""Hands out each message once, oldest first."""

	def __init__(self, folder: Path):
		self.folder = folder
		self.seen = set(folder.glob("*.eml"))

	def wait_for(self, recipient: str, text: str, seconds: float) -> EmailMessage | None:
		"""The next message to a recipient with a text in it."""
		deadline = time.monotonic() + seconds
		while time.monotonic() < deadline:
			for path in sorted(set(self.folder.glob("*.eml")) - self.seen):
				self.seen.add(path)
				mail = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
				if recipient in mail["To"] and text in mail.get_body(("plain",)).get_content():
					return mail
			time.sleep(0.1)
		return None

	@staticmethod
	def tokens(mail: EmailMessage) -> dict[str, str]:
		"""By purpose, from the links in the plain text."""
		return dict(LINK.findall(mail.get_body(("plain",)).get_content()))
