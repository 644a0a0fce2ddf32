"""What every other part stands on: the context's values, the dict with attributes, the answer for what is missing."""

from werkzeug.local import Local

local = Local()


class _dict(dict):
	"""A dict whose keys are attributes; a missing one is None."""

	__slots__ = ()
	__getattr__ = dict.get
	__setattr__ = dict.__setitem__
	__delattr__ = dict.__delitem__
	__setstate__ = dict.update

	def __getstate__(self):
		return self

	def update(self, *args, **kwargs):
		super().update(*args, **kwargs)
		return self

	def copy(self):
		return _dict(self)


class NotOfferedError(AttributeError):
	"""The app uses a part of Frappe that localsite does not have."""

	def __init__(self, missing):
		super().__init__(f"localsite does not offer {missing}: use a bench, or add it to localsite")


def refuse_arguments(function, arguments):
	"""Refuse keyword arguments that Frappe knows and localsite does not, unless they ask for nothing."""
	asked = [name for name, value in arguments.items() if value]
	if asked:
		raise NotOfferedError(f"{function}({', '.join(f'{name}=' for name in asked)})")
