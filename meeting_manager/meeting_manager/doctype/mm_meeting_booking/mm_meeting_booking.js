frappe.ui.form.on("MM Meeting Booking", {
	setup(frm) {
		frm.set_query("meeting_type", () => ({
			filters: { department: frm.doc.department, is_active: 1 },
		}));
		frm.set_query("department", () => ({ filters: { is_active: 1 } }));
	},

	refresh(frm) {
		meeting_manager.offer_time_zones(frm, "customer_timezone");
		meeting_manager.booking.show_answers(frm);
		meeting_manager.show_messages(frm.fields_dict.messages.wrapper, frm.is_new() ? null : frm.doc.name);
		meeting_manager.booking.show_timeline(frm.fields_dict.timeline.wrapper, frm.doc);
		meeting_manager.booking.offer_actions(frm);
		leave_to_buttons(frm);
		if (has_fee_to_waive(frm)) {
			frm.add_custom_button(__("Waive Fee"), () => waive_fee(frm));
		}
		if (!frm.is_new() && frm.perm[0].delete) {
			frm.page.add_menu_item(__("Delete with a Reason"), () => delete_with_reason(frm));
		}
	},

	department(frm) {
		frm.set_value("meeting_type", null);
	},
});

// A saved booking's status and start have buttons, which say what the policy allows and ask why. Members stay editable,
// since one who joins the others is added there. Imports and the API go by the DocType, where all three are.
function leave_to_buttons(frm) {
	for (const fieldname of ["status", "start_datetime"]) {
		frm.set_df_property(fieldname, "read_only", frm.is_new() ? 0 : 1);
	}
	if (!frm.is_new()) frm.page.set_indicator(__(frm.doc.status, null, "MM Meeting Booking"), meeting_manager.booking.COLORS[frm.doc.status]);
}

// Whether there is one, and the booking's rules let somebody waive it; the server asks whether it is this user.
function has_fee_to_waive(frm) {
	const { waivable = [] } = JSON.parse(frm.doc.policy || "{}");
	return frm.doc.fee_amount && !frm.doc.fee_waived && waivable.includes("fee") && frm.perm[0].write;
}

function waive_fee(frm) {
	const reason = {
		fieldname: "reason",
		fieldtype: "Small Text",
		label: __("Reason", null, "Meeting Manager"),
		reqd: 1,
		description: __("For the history. The customer is told that nothing is to pay, if an email told them of the fee."),
	};
	const run = async (values) => {
		await frm.call("waive_fee", values);
		frm.reload_doc();
	};
	const fee = format_currency(frm.doc.fee_amount, frm.doc.fee_currency);
	frappe.prompt(reason, run, __("Waive the Fee of {0}", [fee]), __("Waive Fee"));
}

function delete_with_reason(frm) {
	const reason = {
		fieldname: "reason",
		fieldtype: "Small Text",
		label: __("Reason", null, "Meeting Manager"),
		reqd: 1,
		description: __("It is kept when the booking is gone, so name no customer."),
	};
	const run = async (values) => {
		await frm.call("delete_with_reason", values);
		frappe.set_route("List", frm.doctype);
	};
	frappe.prompt(reason, run, __("Delete {0}", [frm.doc.booking_reference]), __("Delete"));
}
