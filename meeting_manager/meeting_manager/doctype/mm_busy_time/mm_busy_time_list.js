frappe.listview_settings["MM Busy Time"] = {
	hide_name_column: true,
};
