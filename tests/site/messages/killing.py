"""A worker that is killed at a step of a delivery."""

from collections.abc import Callable
from types import ModuleType


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
