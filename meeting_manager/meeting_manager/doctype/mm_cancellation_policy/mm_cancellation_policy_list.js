frappe.listview_settings["MM Cancellation Policy"] = { hide_name_column: true };
