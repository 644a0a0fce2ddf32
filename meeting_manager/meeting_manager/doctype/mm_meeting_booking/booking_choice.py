"""Why a booking's members were chosen, as its history tells it. Staff read it; guests never do."""

import json
from collections.abc import Sequence

from frappe import _

from meeting_manager.adapters.assignment import record_of
from meeting_manager.scheduling import assignment
from meeting_manager.scheduling.assignment import BY_HAND, Choice


def take_choices(booking, before) -> list[Choice]:
	"""The choices behind a booking's members: those that the app made, else those that staff made by naming them."""
	choices = booking.flags.pop("choices", None)
	if choices is None:
		known = before.members if before else ()
		choices = [Choice(member, BY_HAND) for member in booking.members if member not in known]
	return choices


def choices_in_words(booking, choices: Sequence[Choice]) -> str:
	names = dict(zip(booking.members, booking.assigned_names(), strict=True))
	members = {}
	for choice in choices:
		members.setdefault(choice.reason, []).append(names[choice.member])
	sentences = _sentences()
	return "\n".join(sentences[reason].format(", ".join(people)) for reason, people in members.items())


def choices_as_json(choices: Sequence[Choice]) -> str | None:
	return json.dumps([record_of(choice) for choice in choices], indent=1) if choices else None


def _sentences() -> dict[str, str]:
	return {
		assignment.ONLY_ONE: _("{0} was the only member free"),
		assignment.NEVER_ASSIGNED: _("{0} had no booking yet"),
		assignment.LONGEST_WAIT: _("{0} waited longest since the last booking, weighed by priority"),
		assignment.FEWEST_MINUTES: _("{0} had the fewest booked minutes in that week"),
		assignment.FIRST_PRIORITY: _("{0} comes first by priority"),
		assignment.FIRST_NAME: _("{0} comes first by name, all else being equal"),
		assignment.KEPT: _("{0} keeps the meeting"),
		assignment.JOINED: _("Joins a session of {0}"),
		assignment.COLLECTIVE: _("All named members take part: {0}"),
		assignment.BY_HAND: _("{0} was chosen by hand"),
	}
