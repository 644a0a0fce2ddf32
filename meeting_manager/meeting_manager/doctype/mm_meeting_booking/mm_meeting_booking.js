frappe.ui.form.on("MM Meeting Booking", {
	setup(frm) {
		frm.set_query("meeting_type", () => ({
			filters: { department: frm.doc.department, is_active: 1 },
		}));
		frm.set_query("department", () => ({ filters: { is_active: 1 } }));
	},

	refresh(frm) {
		meeting_manager.offer_time_zones(frm, "customer_timezone");
		show_open_replies(frm);
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

// What customers and members answered by email, and staff have not dealt with.
async function show_open_replies(frm) {
	const refreshed = (frm.mm_refreshed = (frm.mm_refreshed || 0) + 1);
	if (!frm.doc.needs_attention || !frm.perm[0].write) return;
	const replies = await frappe.db.get_list("MM Calendar Reply", {
		filters: { booking: frm.doc.name, state: "Open" },
		fields: ["name", "attendee", "attention", "proposed_start", "comment"],
		order_by: "creation desc",
	});
	if (refreshed === frm.mm_refreshed) replies.forEach((reply) => show_reply(frm, reply));
}

// One click does what they want, another lets the meeting be.
function show_reply(frm, reply) {
	const sentences = {
		"Customer Declined": __("{0} has declined in the calendar", [reply.attendee]),
		"Member Declined": __("{0} has declined in the calendar. Choose another member, or cancel", [reply.attendee]),
		"Other Time Proposed": __("{0} proposes {1}", [
			reply.attendee,
			frappe.datetime.str_to_user(reply.proposed_start),
		]),
	};
	const doings = {
		"Customer Declined": __("Cancel as Declined"),
		"Other Time Proposed": __("Accept Proposed Time"),
	};
	const answer = async (method) => {
		try {
			await frappe.xcall("run_doc_method", { dt: "MM Calendar Reply", dn: reply.name, method });
		} catch {
			return; // Frappe itself tells of a refusal.
		}
		frm.reload_doc();
	};
	const said = reply.comment ? `: “${reply.comment}”` : "";
	frm.dashboard.add_comment(frappe.utils.escape_html(sentences[reply.attention] + said), "yellow", true);
	if (doings[reply.attention]) {
		frm.add_custom_button(doings[reply.attention], () => answer("accept")).addClass("btn-primary");
	}
	frm.add_custom_button(__("Dismiss Answer"), () => answer("dismiss"));
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
