"""Check the arguments of whitelisted functions against their annotations, leniently, as Frappe does."""

from functools import lru_cache, wraps
from inspect import Parameter, isclass, signature
from typing import ForwardRef, Union

import pydantic
from frappe.exceptions import FrappeTypeError


def validate_argument_types(function, apply_condition=lambda: True):
	parameters = signature(function).parameters

	@wraps(function)
	def checked(*args, **kwargs):
		if apply_condition():
			args, kwargs = transform_parameter_types(function, parameters, args, kwargs)
		return function(*args, **kwargs)

	return checked


def transform_parameter_types(function, parameters, args, kwargs):
	"""Return the arguments converted to their annotations; postponed (string) annotations go unchecked."""
	args, kwargs, positions = list(args), dict(kwargs), list(parameters)
	for name, annotation in function.__annotations__.items():
		if name not in parameters or not _is_checkable(annotation):
			continue
		accepted = _accepted_type(annotation, parameters[name].default)
		if name in kwargs:
			kwargs[name] = _converted(name, accepted, kwargs[name])
		elif positions.index(name) < len(args):
			args[positions.index(name)] = _converted(name, accepted, args[positions.index(name)])
	return args, kwargs


def _is_checkable(annotation):
	parts = (annotation, *getattr(annotation, "__args__", ()))
	return not any(isinstance(part, ForwardRef | str) for part in parts)


def _accepted_type(annotation, default):
	"""A default widens the annotation by its own type; a truth value may come as any number."""
	if annotation is bool:
		annotation = Union[int, bool, float]  # noqa: UP007
	if default is Parameter.empty or default == annotation:
		return annotation
	return Union[annotation, type(default)]  # noqa: UP007


def _converted(name, accepted, value):
	try:
		return _adapter(accepted).validate_python(value)
	except (TypeError, pydantic.ValidationError) as error:
		raise FrappeTypeError(
			f"Argument '{name}' should be of type '{_type_name(accepted)}' but got '{_type_name(value)}' instead."
		) from error


@lru_cache(maxsize=2048)
def _adapter(accepted):
	return pydantic.TypeAdapter(accepted, config=pydantic.ConfigDict(arbitrary_types_allowed=True))


def _type_name(thing):
	found = thing if isclass(thing) else type(thing)
	if found.__module__ in ("typing", "types"):
		return str(thing)
	return (
		found.__qualname__ if found.__module__ == "builtins" else f"{found.__module__}.{found.__qualname__}"
	)
