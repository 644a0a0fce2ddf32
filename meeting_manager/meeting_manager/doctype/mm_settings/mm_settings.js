frappe.ui.form.on("MM Settings", {
	refresh: (frm) => meeting_manager.offer_mail_preview(frm),
});
