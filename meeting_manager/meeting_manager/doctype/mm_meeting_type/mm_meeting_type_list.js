frappe.listview_settings["MM Meeting Type"] = {
	hide_name_column: true,
	add_fields: ["is_active"],
	get_indicator: meeting_manager.active_indicator("is_active"),
};
