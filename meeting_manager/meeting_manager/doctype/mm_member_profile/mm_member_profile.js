frappe.ui.form.on("MM Member Profile", {
	refresh(frm) {
		meeting_manager.offer_time_zones(frm, "timezone");
		meeting_manager.show_week(frm);
		meeting_manager.offer_calendar_address(frm, frm.doc.user === frappe.session.user);
	},
});

const show_week = (frm) => meeting_manager.show_week(frm);

frappe.ui.form.on("MM Weekly Hours", {
	weekday: show_week,
	start_time: show_week,
	end_time: show_week,
	weekly_hours_remove: show_week,
});
