frappe.query_reports["Unmet Demand"] = {
	filters: meeting_manager.report_filters({ period: true, member: false }),
	formatter: meeting_manager.report_formatter,
};
