frappe.listview_settings["MM Meeting Booking"] = {
	hide_name_column: true,
	add_fields: ["status"],
	onload(listview) {
		meeting_manager.offer_bulk_actions(listview);
	},
	get_indicator(doc) {
		const colors = {
			Pending: "orange",
			Confirmed: "blue",
			Rescheduled: "purple",
			Completed: "green",
			Cancelled: "gray",
			"No-Show": "red",
		};
		return [__(doc.status), colors[doc.status], `status,=,${doc.status}`];
	},
};
