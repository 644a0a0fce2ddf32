import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import escape_html

from meeting_manager.adapters.client_address import read_networks
from meeting_manager.adapters.fields import require_time, validate_not_negative, validate_reminders
from meeting_manager.adapters.site_time import minute_of_day
from meeting_manager.presentation.colors import HEX_COLOR


class MMSettings(Document):
	def validate(self):
		self.validate_brand_color()
		self.validate_numbers()
		self.validate_trusted_proxies()
		validate_reminders(self)
		self.validate_quiet_hours()
		self.validate_sms()

	def validate_brand_color(self):
		if self.brand_color and not HEX_COLOR.fullmatch(self.brand_color):
			frappe.throw(_("Brand Color: write a colour as #0f5f66"))

	def validate_numbers(self):
		for field in self.meta.get("fields", {"fieldtype": "Int"}):
			validate_not_negative(self, field.fieldname)

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
			require_time(self.get(field) or "", _(self.meta.get_label(field)))
		if minute_of_day(self.quiet_from) == minute_of_day(self.quiet_to):
			frappe.throw(_("Quiet Hours: choose two different times"))

	def validate_sms(self):
		if self.send_sms and not frappe.db.get_single_value("SMS Settings", "sms_gateway_url", cache=False):
			frappe.throw(_("Send SMS: enter the gateway in SMS Settings first"))
