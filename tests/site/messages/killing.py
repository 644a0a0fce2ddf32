"""A worker that is killed at a step of a delivery."""

from collections.abc import Callable
from types import ModuleType

from meeting_manager.notifications import delivery, ledger, mail_queue


class Killed(BaseException):
	"""As a worker ends that is killed: nothing after it runs."""


def kill_at(monkeypatch, module: ModuleType, name: str, runs_first: bool) -> Callable[[], None]:
	"""Kill whoever calls the function, before it runs or after; return what puts it back."""
	whole = getattr(module, name)

	def killed(*arguments, **options):
		if runs_first:
			whole(*arguments, **options)
		raise Killed

	monkeypatch.setattr(module, name, killed)
	return lambda: monkeypatch.setattr(module, name, whole)


def steps_of_many(writer: str) -> dict[str, tuple[ModuleType, str, bool]]:
	"""Where a worker can be killed that sends several messages in one mail, as `kill_at` takes it.

	:param writer: the function of mail_queue that writes this mail.
	"""
	return {
		"before it is written": (mail_queue, writer, False),
		"after it is written": (mail_queue, writer, True),
		"while it is noted as queued": (mail_queue, "_note_queued", True),
		"once it is queued": (delivery, "_hand_over", False),
		"before the server has it": (mail_queue, "_send", False),
		"after the server has it": (mail_queue, "_send", True),
		"before it is noted": (ledger, "note_sent", False),
		"when the first is noted": (ledger, "note_sent", True),
	}
