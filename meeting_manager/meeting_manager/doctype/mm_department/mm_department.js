frappe.ui.form.on("MM Department", {
	setup(frm) {
		frm.set_query("member", "members", () => ({ filters: { is_bookable: 1 } }));
	},

	refresh(frm) {
		meeting_manager.offer_time_zones(frm, "timezone");
		meeting_manager.offer_calendar_address(frm, frm.perm[0].write);
		if (!frm.is_new() && frm.doc.is_active) {
			frm.add_web_link(`/book/${frm.doc.department_slug}`, __("Open the booking page"));
		}
	},
});
