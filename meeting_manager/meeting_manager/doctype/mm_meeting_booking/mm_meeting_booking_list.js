frappe.listview_settings["MM Meeting Booking"] = {
	hide_name_column: true,
	add_fields: ["status", "needs_attention"],
	onload(listview) {
		meeting_manager.offer_bulk_actions(listview);
		listview.page.add_menu_item(__("Calendar", null, "Meeting Manager"), () => frappe.set_route("List", listview.doctype, "Calendar", "default"));
		listview.page.add_inner_button(__("Day Board"), () => frappe.set_route("mm-day-board"));
	},
	refresh(listview) {
		meeting_manager.offer_quick_booking(listview);
	},
	get_indicator(doc) {
		if (doc.needs_attention) {
			return [__(doc.needs_attention), "red", `needs_attention,=,${doc.needs_attention}`];
		}
		return [__(doc.status, null, "MM Meeting Booking"), meeting_manager.booking.COLORS[doc.status], `status,=,${doc.status}`];
	},
};
