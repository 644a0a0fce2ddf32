frappe.listview_settings["MM Meeting Booking"] = {
	hide_name_column: true,
	add_fields: ["status", "needs_attention"],
	onload(listview) {
		meeting_manager.offer_bulk_actions(listview);
	},
	get_indicator(doc) {
		if (doc.needs_attention) {
			return [__(doc.needs_attention), "red", `needs_attention,=,${doc.needs_attention}`];
		}
		return [__(doc.status), meeting_manager.booking.COLORS[doc.status], `status,=,${doc.status}`];
	},
};
