frappe.ui.form.on("MM Meeting Type", {
	async refresh(frm) {
		if (frm.is_new() || !frm.doc.is_active || !frm.doc.is_public) return;
		const found = await frappe.db.get_value("MM Department", frm.doc.department, "department_slug");
		frm.add_web_link(
			`/book/${found.message.department_slug}/${frm.doc.meeting_slug}`,
			__("Open the booking page")
		);
	},
});
