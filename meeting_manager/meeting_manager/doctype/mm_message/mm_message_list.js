frappe.listview_settings["MM Message"] = {
	hide_name_column: true,
	add_fields: ["state"],
	get_indicator(doc) {
		return [__(doc.state, null, "MM Message"), meeting_manager.message_color(doc.state), `state,=,${doc.state}`];
	},
};
