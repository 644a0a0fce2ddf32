"""As what somebody acted, in words."""

from frappe import _

from meeting_manager.scheduling.actors import (
	CONSOLE,
	CUSTOMER_ACCOUNT,
	CUSTOMER_LINK,
	IMPORT,
	STAFF,
	SYSTEM,
)


def labels() -> dict[str, str]:
	"""By each of `actors.ACTORS`."""
	return {
		CUSTOMER_LINK: _("Customer, by link"),
		CUSTOMER_ACCOUNT: _("Customer, signed in"),
		STAFF: _("Staff"),
		SYSTEM: _("System", context="Meeting Manager"),
		IMPORT: _("Import", context="Meeting Manager"),
		CONSOLE: _("Console"),
	}
