"""What recipients have switched off. What changes their calendar they are always told."""

from meeting_manager.notifications.occasions import COMPLETED, REMINDER

OPTIONAL = (REMINDER, COMPLETED)


def wants(message) -> bool:
	return True
