frappe.ui.form.on("MM Member Profile", {
	refresh(frm) {
		meeting_manager.offer_time_zones(frm, "timezone");
	},
});
