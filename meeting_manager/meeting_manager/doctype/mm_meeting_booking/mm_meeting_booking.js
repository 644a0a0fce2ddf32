frappe.ui.form.on("MM Meeting Booking", {
	setup(frm) {
		frm.set_query("meeting_type", () => ({
			filters: { department: frm.doc.department, is_active: 1 },
		}));
		frm.set_query("department", () => ({ filters: { is_active: 1 } }));
	},

	refresh(frm) {
		meeting_manager.offer_time_zones(frm, "customer_timezone");
		meeting_manager.show_messages(frm.fields_dict.messages.wrapper, frm.is_new() ? null : frm.doc.name);
		if (frm.doc.status === "Pending" && !frm.is_new() && frm.perm[0].write) {
			frm.add_custom_button(__("Confirm"), async () => {
				await frm.call("confirm");
				frm.reload_doc();
			}).addClass("btn-primary");
		}
	},

	department(frm) {
		frm.set_value("meeting_type", null);
	},
});
