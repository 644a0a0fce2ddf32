from meeting_manager.presentation.desk_assets import address

app_name = "meeting_manager"
app_title = "Meeting Manager"
app_publisher = "Meeting Manager contributors"
app_description = "Meetings that departments offer and customers book, move and cancel by themselves"
app_email = "meeting-manager@example.com"
app_license = "mit"

before_install = "meeting_manager.install.before_install"
after_install = "meeting_manager.install.after_install"
after_migrate = "meeting_manager.install.after_migrate"
before_uninstall = "meeting_manager.uninstall.before_uninstall"

add_to_apps_screen = [
	{
		"name": "meeting_manager",
		"logo": "/assets/meeting_manager/images/logo.svg",
		"title": "Meeting Manager",
		"route": "/app/meeting-manager",
		"has_permission": "meeting_manager.permissions.has_app_permission",
	}
]

website_route_rules = [
	{"from_route": "/book/<department>", "to_route": "book"},
	{"from_route": "/book/<department>/<meeting_type>", "to_route": "book"},
	{"from_route": "/mails/<token>", "to_route": "mails"},
]

before_request = ["meeting_manager.guest_pages.hide_traceback_from_guests"]
after_request = ["meeting_manager.guest_pages.set_headers"]

doc_events = {
	"MM Meeting Booking": {
		"after_insert": "meeting_manager.notifications.booking_events.tell_of_new_booking",
		"on_update": "meeting_manager.notifications.booking_events.tell_of_change",
		"on_trash": "meeting_manager.notifications.deleted_bookings.skip_what_is_due",
	},
	"Email Template": {
		"validate": "meeting_manager.meeting_manager.doctype.mm_settings.mm_settings.refuse_to_break",
	},
	"Version": {
		"before_insert": "meeting_manager.meeting_manager.doctype.mm_meeting_booking.booking_secrets.keep_out_of_version",
	},
}

override_doctype_class = {
	"Email Account": "meeting_manager.replies.email_account.EmailAccountWithReplies",
}

jinja = {"methods": ["meeting_manager.notifications.evidence.booking_evidence"]}

make_email_body_message = [
	"meeting_manager.notifications.calendar_part.add_calendar_part",
	"meeting_manager.notifications.unsubscribe_headers.add_unsubscribe_headers",
]

ignore_links_on_delete = ["MM Message", "MM Unmet Demand", "MM Calendar Reply"]

scheduler_events = {
	"cron": {
		"* * * * *": [
			"meeting_manager.meeting_manager.doctype.mm_meeting_booking.expired_requests.expire_due",
			"meeting_manager.notifications.delivery.deliver_due",
			"meeting_manager.replies.taking_in.take_in_due",
		],
	},
	"hourly": [
		"meeting_manager.adapters.unmet_demand.write_counts",
		"meeting_manager.meeting_manager.doctype.mm_operation.operations.forget_undo_data",
	],
	"daily": [
		"meeting_manager.adapters.guest_counts.clear_old_counts",
		"meeting_manager.tasks.audit_messages",
		"meeting_manager.tasks.audit_overlaps",
		"meeting_manager.tasks.verify_history",
		"meeting_manager.replies.taking_in.forget_old",
	],
}

permission_query_conditions = {
	"MM Meeting Booking": "meeting_manager.permissions.booking_query_conditions",
	"MM Meeting Booking Assigned User": "meeting_manager.permissions.booking_row_query_conditions",
	"MM Booking History": "meeting_manager.permissions.booking_row_query_conditions",
	"MM Busy Time": "meeting_manager.permissions.busy_time_query_conditions",
	"MM Calendar Reply": "meeting_manager.permissions.reply_query_conditions",
	"MM Date Override": "meeting_manager.permissions.profile_row_query_conditions",
	"MM Member Profile": "meeting_manager.permissions.profile_query_conditions",
	"MM Message": "meeting_manager.permissions.message_query_conditions",
	"MM Notification Preference": "meeting_manager.permissions.preference_query_conditions",
	"MM Unmet Demand": "meeting_manager.permissions.demand_query_conditions",
	"MM Operation": "meeting_manager.permissions.operation_query_conditions",
	"MM Weekly Hours": "meeting_manager.permissions.profile_row_query_conditions",
}

has_permission = {
	"MM Busy Time": "meeting_manager.permissions.has_busy_time_permission",
	"MM Calendar Reply": "meeting_manager.permissions.has_message_permission",
	"MM Department": "meeting_manager.permissions.has_department_permission",
	"MM Meeting Booking": "meeting_manager.permissions.has_booking_permission",
	"MM Meeting Type": "meeting_manager.permissions.has_meeting_type_permission",
	"MM Message": "meeting_manager.permissions.has_message_permission",
	"MM Notification Preference": "meeting_manager.permissions.has_preference_permission",
	"MM Operation": "meeting_manager.permissions.has_operation_permission",
	"MM Member Profile": "meeting_manager.permissions.has_profile_permission",
	"MM Unmet Demand": "meeting_manager.permissions.has_demand_permission",
}

app_include_css = [
	address("css/desk.css"),
	address("css/week_grid.css"),
	address("css/booking_form.css"),
	address("css/booking_calendar.css"),
	address("css/day_board.css"),
	address("css/quick_booking.css"),
	address("css/affected_bookings.css"),
	address("css/policy_trial.css"),
	address("css/mail_preview.css"),
]
app_include_js = [
	address("js/desk.js"),
	address("js/week_hours.js"),
	address("js/week_grid.js"),
	address("js/week_editor.js"),
	address("js/explain_slots.js"),
	address("js/reports.js"),
	address("js/booking_messages.js"),
	address("js/bulk_bookings.js"),
	address("js/policy_trial.js"),
	address("js/booking_desk.js"),
	address("js/booking_cancel.js"),
	address("js/booking_month.js"),
	address("js/booking_reschedule.js"),
	address("js/booking_reassign.js"),
	address("js/booking_actions.js"),
	address("js/booking_answers.js"),
	address("js/booking_timeline.js"),
	address("js/change_booking_time.js"),
	address("js/day_board_drag.js"),
	address("js/day_board.js"),
	address("js/day_page.js"),
	address("js/mail_preview.js"),
	address("js/quick_times.js"),
	address("js/known_customers.js"),
	address("js/quick_dialog.js"),
	address("js/quick_booking.js"),
	address("js/affected_choices.js"),
	address("js/affected_board.js"),
]
doctype_js = {"Email Template": "public/js/email_template.js"}
