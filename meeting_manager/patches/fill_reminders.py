from meeting_manager.patches.new_settings import start_with_defaults


def execute() -> None:
	start_with_defaults(("reminders",))
