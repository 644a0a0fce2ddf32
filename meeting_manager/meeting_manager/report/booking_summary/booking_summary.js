frappe.query_reports["Booking Summary"] = {
	filters: meeting_manager.report_filters({ period: true }),
	formatter: meeting_manager.report_formatter,
};
