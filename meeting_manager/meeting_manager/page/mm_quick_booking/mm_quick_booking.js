// An address for booking at once, as workspaces and bookmarks need one: the list of bookings, and the dialog over it.
frappe.pages["mm-quick-booking"].on_page_show = () => {
	const given = frappe.route_options || {};
	frappe.route_options = null;
	frappe.route_flags.replace_route = true;
	frappe.set_route("List", "MM Meeting Booking").then(() => meeting_manager.quick_book(given));
};
