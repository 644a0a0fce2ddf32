// What several forms of the Desk share.
frappe.provide("meeting_manager");

meeting_manager.offer_time_zones = async function (frm, fieldname) {
	if (!frappe.all_timezones) {
		const answer = await frappe.xcall("frappe.core.doctype.user.user.get_timezones");
		frappe.all_timezones = answer.timezones;
	}
	frm.fields_dict[fieldname].set_data(frappe.all_timezones);
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
			? [__("Active"), "green", `${fieldname},=,1`]
			: [__("Inactive"), "gray", `${fieldname},=,0`];
};
