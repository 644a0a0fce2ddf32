from email.mime.text import MIMEText

import frappe


def before_request():
	if frappe.local.request.headers.get("X-Hide-Traceback"):
		frappe.local.flags.disable_traceback = True


def after_request(response, request):
	if response is not None:
		response.headers["X-Noticeboard"] = request.path


def add_calendar_part(mail):
	if "calendar" in mail.subject:
		mail.msg_alternative.attach(MIMEText("BEGIN:VCALENDAR", "calendar", "utf-8"))


def shouted(text):
	return text.upper()


def whispered(text):
	return text.lower()


def count_hourly_run():
	add_notice("hourly run")


def count_cron_run():
	add_notice("cron run")


def add_notice(title, body=""):
	frappe.get_doc(doctype="Notice", title=title, body=body).insert(ignore_permissions=True)


def add_notice_and_fail(title):
	add_notice(title)
	raise ZeroDivisionError("the job failed")


def add_notice_of_job():
	"""A notice whose title says which job writes it."""
	add_notice(title=frappe.local.job.method)
