frappe.pages["mm-affected-bookings"].on_page_load = (wrapper) => {
	wrapper.mm_board = new meeting_manager.AffectedBoard(wrapper);
};

frappe.pages["mm-affected-bookings"].on_page_show = (wrapper) => wrapper.mm_board.show();
