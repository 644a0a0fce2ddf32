frappe.query_reports["Reschedule Patterns"] = {
	filters: meeting_manager.report_filters(),
	formatter: meeting_manager.report_formatter,
};
