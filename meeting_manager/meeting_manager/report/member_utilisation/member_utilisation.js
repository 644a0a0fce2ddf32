frappe.query_reports["Member Utilisation"] = {
	filters: meeting_manager.report_filters(),
	formatter: meeting_manager.report_formatter,
};
