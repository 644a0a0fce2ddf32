// What several forms of the Desk share.
frappe.provide("meeting_manager");

meeting_manager.offer_time_zones = async function (frm, fieldname) {
	if (!frappe.all_timezones) {
		const answer = await frappe.xcall("frappe.core.doctype.user.user.get_timezones");
		frappe.all_timezones = answer.timezones;
	}
	frm.fields_dict[fieldname].set_data(frappe.all_timezones);
};

// A calendar to subscribe to: its address is a key, so it is shown only when asked for.
meeting_manager.offer_calendar_address = function (frm, may_have) {
	const place = { doctype: frm.doctype, name: frm.doc.name };
	const api = "meeting_manager.meeting_manager.api.calendar_addresses.";
	if (frm.is_new()) return;
	if (may_have) {
		frm.add_custom_button(
			__("Calendar Address"),
			async () => meeting_manager.show_calendar_address(await frappe.xcall(`${api}show`, place)),
			__("Calendar", null, "Meeting Manager")
		);
	}
	if (may_have || frm.perm[0].write) {
		frm.add_custom_button(
			__("Revoke Address"),
			() =>
				frappe.confirm(
					__("Programs that subscribe to the address in use will get nothing any more. Revoke it?"),
					async () =>
						meeting_manager.show_calendar_address(await frappe.xcall(`${api}renew`, place))
				),
			__("Calendar", null, "Meeting Manager")
		);
	}
};

meeting_manager.show_calendar_address = function (address) {
	if (!address) {
		frappe.msgprint(__("The address has been revoked. Whose calendar it is can fetch a new one here."));
		return;
	}
	const dialog = new frappe.ui.Dialog({
		title: __("Calendar Address"),
		fields: [
			{ fieldname: "address", fieldtype: "Small Text", read_only: 1, default: address },
			{
				fieldtype: "HTML",
				options: `<p class="text-muted">${__(
					"Subscribe to this address in your calendar program. Whoever has it can read the calendar, so give it to nobody."
				)}</p>`,
			},
		],
		primary_action_label: __("Copy"),
		primary_action() {
			frappe.utils.copy_to_clipboard(address);
			dialog.hide();
		},
	});
	dialog.show();
};

// Texts among the children stay texts, whatever they hold.
meeting_manager.element = function (tag, attributes, ...children) {
	const made = document.createElement(tag);
	Object.entries(attributes).forEach(([name, value]) => made.setAttribute(name, value));
	made.append(...children);
	return made;
};

meeting_manager.active_indicator = function (fieldname) {
	return (doc) =>
		doc[fieldname]
			? [__("Active", null, "Meeting Manager"), "green", `${fieldname},=,1`]
			: [__("Inactive", null, "Meeting Manager"), "gray", `${fieldname},=,0`];
};
