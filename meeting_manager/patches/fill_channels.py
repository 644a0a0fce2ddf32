from meeting_manager.patches.new_settings import start_with_defaults

FIELDS = (
	"has_quiet_hours",
	"quiet_from",
	"quiet_to",
	"send_sms",
	"sms_when_requested",
	"sms_when_confirmed",
	"sms_when_rescheduled",
	"sms_when_cancelled",
	"sms_as_reminder",
)


def execute() -> None:
	start_with_defaults(FIELDS)
