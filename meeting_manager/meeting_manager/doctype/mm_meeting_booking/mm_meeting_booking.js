frappe.ui.form.on("MM Meeting Booking", {
	setup(frm) {
		frm.set_query("meeting_type", () => ({
			filters: { department: frm.doc.department, is_active: 1 },
		}));
		frm.set_query("department", () => ({ filters: { is_active: 1 } }));
	},

	refresh(frm) {
		meeting_manager.offer_time_zones(frm, "customer_timezone");
		if (frm.doc.status === "Pending" && !frm.is_new() && frm.perm[0].write) {
			frm.add_custom_button(__("Confirm"), async () => {
				await frm.call("confirm");
				frm.reload_doc();
			}).addClass("btn-primary");
		}
		if (!frm.is_new() && frm.perm[0].delete) {
			frm.page.add_menu_item(__("Delete with a Reason"), () => delete_with_reason(frm));
		}
	},

	department(frm) {
		frm.set_value("meeting_type", null);
	},
});

function delete_with_reason(frm) {
	const reason = {
		fieldname: "reason",
		fieldtype: "Small Text",
		label: __("Reason"),
		reqd: 1,
		description: __("It is kept when the booking is gone, so name no customer."),
	};
	const run = async (values) => {
		await frm.call("delete_with_reason", values);
		frappe.set_route("List", frm.doctype);
	};
	frappe.prompt(reason, run, __("Delete {0}", [frm.doc.booking_reference]), __("Delete"));
}
