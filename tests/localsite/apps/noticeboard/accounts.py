from frappe.email.doctype.email_account.email_account import EmailAccount

from noticeboard.events import add_notice


class CountingAccount(EmailAccount):
	def get_inbound_mails(self):
		mails = super().get_inbound_mails()
		for mail in mails:
			add_notice(mail.subject)
		return mails
