"""By which ways people are told, as the site is set up."""

from meeting_manager.notifications.ledger import EMAIL


def of_customer() -> tuple[str, ...]:
	return (EMAIL,)


def of_member() -> tuple[str, ...]:
	return (EMAIL,)
