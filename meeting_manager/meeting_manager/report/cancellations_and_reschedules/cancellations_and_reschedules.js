frappe.query_reports["Cancellations and Reschedules"] = {
	filters: [
		...meeting_manager.report_filters({ period: true }),
		{ fieldname: "kind", label: __("What"), fieldtype: "Select", options: meeting_manager.options_of(["", "Cancelled", "Rescheduled"]) },
		{ fieldname: "actor", label: __("By"), fieldtype: "Select", options: meeting_manager.options_of(["", "Customer", "Staff", "System"]) },
	],
	formatter: meeting_manager.report_formatter,
};
