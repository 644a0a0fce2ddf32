frappe.ui.form.on("MM Cancellation Policy", {
	refresh(frm) {
		frm.add_custom_button(__("Try on Past Bookings"), () => meeting_manager.try_policy(frm));
	},
});
