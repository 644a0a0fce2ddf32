import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import escape_html

from meeting_manager.adapters.client_address import read_networks
from meeting_manager.adapters.fields import require_time, validate_not_negative, validate_reminders
from meeting_manager.adapters.site_time import current_minute, minute_of_day
from meeting_manager.presentation.colors import HEX_COLOR
from meeting_manager.presentation.languages import spoken_languages
from meeting_manager.presentation.operator_templates import WrongTemplateError, refuse_wrong


class MMSettings(Document):
	def validate(self):
		self.validate_brand_color()
		self.validate_numbers()
		self.note_since_when_requests_expire()
		self.validate_trusted_proxies()
		validate_reminders(self)
		self.validate_quiet_hours()
		self.validate_sms()
		self.validate_mail_templates()

	def validate_brand_color(self):
		if self.brand_color and not HEX_COLOR.fullmatch(self.brand_color):
			frappe.throw(_("Brand Color: write a colour as #0f5f66"))

	def validate_numbers(self):
		for field in self.meta.get("fields", {"fieldtype": "Int"}):
			validate_not_negative(self, field.fieldname)

	def note_since_when_requests_expire(self):
		"""Requests that are there when this is switched on get their time too."""
		before = self.get_doc_before_save()
		if self.request_expiry_hours and not (before and before.request_expiry_hours):
			self.requests_expire_since_utc_minute = current_minute()

	def validate_mail_templates(self):
		seen = set()
		for row in self.get("mail_templates") or []:
			row.language = (row.language or "").strip()
			refuse_unspoken(row)
			place = (row.occasion, row.recipient_kind, row.language)
			if place in seen:
				frappe.throw(_("Own Mails, row {0}: there is another row for the same mail").format(row.idx))
			seen.add(place)
			refuse_wrong_template(frappe.get_doc("Email Template", row.email_template))

	def validate_trusted_proxies(self):
		try:
			networks = read_networks(self.trusted_proxies)
		except ValueError as error:
			frappe.throw(
				_("Trusted Proxies: {0} is no address. Write one a line, as 127.0.0.1 or 10.0.0.0/8").format(
					escape_html(str(error))
				)
			)
		if any(network.prefixlen == 0 for network in networks):
			frappe.throw(
				_(
					"Trusted Proxies: name the proxies alone. If every address were trusted, each client could "
					"choose the one that it is counted by"
				)
			)

	def validate_quiet_hours(self):
		if not self.has_quiet_hours:
			return
		for field in ("quiet_from", "quiet_to"):
			require_time(self.get(field) or "", _(self.meta.get_label(field), context=self.doctype))
		if minute_of_day(self.quiet_from) == minute_of_day(self.quiet_to):
			frappe.throw(_("Quiet Hours: choose two different times"))

	def validate_sms(self):
		if self.send_sms and not frappe.db.get_single_value("SMS Settings", "sms_gateway_url", cache=False):
			frappe.throw(_("Send SMS: enter the gateway in SMS Settings first"))


def refuse_unspoken(row) -> None:
	if row.language and row.language not in spoken_languages():
		frappe.throw(
			_("Own Mails, row {0}: there are mails in {1}. Write one of these, or nothing").format(
				row.idx, ", ".join(sorted(spoken_languages()))
			)
		)


def refuse_wrong_template(template) -> None:
	body = template.response_html if template.use_html else template.response
	try:
		refuse_wrong(template.subject, body)
	except WrongTemplateError as fault:
		frappe.throw(
			_("Email Template {0} cannot be used for mails about bookings: {1}").format(
				escape_html(template.name), escape_html(str(fault))
			)
		)


def refuse_to_break(template, method: str | None = None) -> None:
	"""Of doc_events: an Email Template that is in use stays one that can be sent."""
	if frappe.db.exists("MM Mail Template", {"email_template": template.name}):
		refuse_wrong_template(template)
