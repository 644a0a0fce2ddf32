app_name = "noticeboard"
app_title = "Noticeboard"
app_publisher = "Example"
app_description = "An app made only to be served by localsite's tests"
app_email = "noticeboard@example.com"
app_license = "mit"

before_request = ["noticeboard.events.before_request"]
after_request = ["noticeboard.events.after_request"]
make_email_body_message = ["noticeboard.events.add_calendar_part"]

override_doctype_class = {"Email Account": "noticeboard.accounts.CountingAccount"}

website_route_rules = [{"from_route": "/notice/<title>", "to_route": "board"}]

jinja = {"methods": ["noticeboard.events.shouted"], "filters": ["noticeboard.events.whispered"]}

scheduler_events = {
	"hourly": ["noticeboard.events.count_hourly_run"],
	"cron": {"*/5 * * * *": ["noticeboard.events.count_cron_run"]},
}
