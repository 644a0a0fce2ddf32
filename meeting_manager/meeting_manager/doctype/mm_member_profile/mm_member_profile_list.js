frappe.listview_settings["MM Member Profile"] = {
	add_fields: ["is_bookable"],
	get_indicator(doc) {
		return doc.is_bookable
			? [__("Can Be Booked"), "green", "is_bookable,=,1"]
			: [__("Cannot Be Booked"), "gray", "is_bookable,=,0"];
	},
};
