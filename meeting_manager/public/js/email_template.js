frappe.ui.form.on("Email Template", {
	refresh: (frm) => meeting_manager.offer_mail_preview(frm, frm.doc.name),
});
