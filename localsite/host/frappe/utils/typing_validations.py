"""Check the arguments of whitelisted functions against their annotations, leniently, as Frappe does."""

from functools import lru_cache, wraps
from inspect import Parameter, isclass, signature
from typing import ForwardRef, Union

import pydantic
from frappe.exceptions import FrappeTypeError


def validate_argument_types(function, apply_condition):
	parameters = signature(function).parameters

	@wraps(function)
	def checked(*args, **kwargs):
		if apply_condition():
			given = dict(zip(parameters, args, strict=False)) | kwargs
			for name, annotation in function.__annotations__.items():
				if name in given and name in parameters and _is_checkable(annotation):
					given[name] = _converted(
						name, _accepted(annotation, parameters[name].default), given[name]
					)
			args = [given.pop(name) for name in list(parameters)[: len(args)]]
			kwargs = given
		return function(*args, **kwargs)

	return checked


def _is_checkable(annotation):
	"""Postponed (string) annotations go unchecked."""
	parts = (annotation, *getattr(annotation, "__args__", ()))
	return not any(isinstance(part, ForwardRef | str) for part in parts)


def _accepted(annotation, default):
	"""A default widens the annotation by its own type; a truth value may come as any number."""
	if annotation is bool:
		annotation = Union[int, bool, float]  # noqa: UP007
	return annotation if default is Parameter.empty else Union[annotation, type(default)]  # noqa: UP007


def _converted(name, accepted, value):
	try:
		return _adapter(accepted).validate_python(value)
	except (TypeError, pydantic.ValidationError) as error:
		expected, got = _type_name(accepted), _type_name(type(value))
		message = f"Argument '{name}' should be of type '{expected}' but got '{got}' instead."
		raise FrappeTypeError(message) from error


@lru_cache(maxsize=2048)
def _adapter(accepted):
	return pydantic.TypeAdapter(accepted, config=pydantic.ConfigDict(arbitrary_types_allowed=True))


def _type_name(kind):
	return kind.__qualname__ if isclass(kind) else str(kind)
