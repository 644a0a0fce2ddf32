// The day of a department: /app/mm-day-board/DEPARTMENT/YYYY-MM-DD, by default the user's first department, today.
frappe.pages["mm-day-board"].on_page_load = function (wrapper) {
	const page = frappe.ui.make_app_page({ parent: wrapper, title: __("Day Board"), single_column: true });
	wrapper.mm_day = new meeting_manager.DayPage(page);
};

frappe.pages["mm-day-board"].on_page_show = function (wrapper) {
	wrapper.mm_day.show(...frappe.get_route().slice(1));
};
