from meeting_manager.patches.new_settings import start_with_defaults

FIELDS = ("bookings_per_address_per_day", "trusted_proxies")


def execute() -> None:
	start_with_defaults(FIELDS)
