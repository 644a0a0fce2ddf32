frappe.query_reports["No-Shows"] = {
	filters: meeting_manager.report_filters({ period: true }),
	formatter: meeting_manager.report_formatter,
};
