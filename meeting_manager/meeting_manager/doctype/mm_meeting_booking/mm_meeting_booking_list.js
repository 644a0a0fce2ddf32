frappe.listview_settings["MM Meeting Booking"] = {
	hide_name_column: true,
	add_fields: ["status", "needs_attention"],
	onload(listview) {
		meeting_manager.offer_bulk_actions(listview);
	},
	refresh(listview) {
		meeting_manager.offer_quick_booking(listview);
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
		if (doc.needs_attention) {
			return [__(doc.needs_attention), "red", `needs_attention,=,${doc.needs_attention}`];
		}
		return [__(doc.status), colors[doc.status], `status,=,${doc.status}`];
	},
};
