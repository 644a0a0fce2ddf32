"""The arguments of a guest function as they come from outside: texts of a sane length and shape, or refused by name."""

from collections.abc import Mapping
from inspect import Parameter

from frappe import _

from meeting_manager.meeting_manager.api.guest_errors import refuse_link
from meeting_manager.meeting_manager.api.guest_input import refuse, refuse_unreadable_signs

LONGEST_VALUE = 10_000
"""Characters of any argument; what a field takes of them is said where it is read."""


def read_arguments(parameters: Mapping[str, Parameter], arguments: dict) -> dict[str, str]:
	"""A text for each parameter, its default where nothing was sent. What has no parameter is left out."""
	return {
		name: _read_argument(name, arguments.get(name)) or parameter.default
		for name, parameter in parameters.items()
	}


def _read_argument(name: str, value: object) -> str | None:
	if value is None:
		return None
	if name.endswith("token"):
		return _read_token(value)
	if not isinstance(value, str):
		refuse(name, _("text"))
	if len(value) > LONGEST_VALUE:
		refuse(name, _("at most {0} characters").format(LONGEST_VALUE))
	refuse_unreadable_signs(value, name)
	return value.strip()


def _read_token(value: object) -> str:
	"""As it came: whatever is no token is told apart from one by its shape, in one sentence for all."""
	if not isinstance(value, str):
		refuse_link()
	return value
