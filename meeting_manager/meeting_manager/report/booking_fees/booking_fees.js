frappe.query_reports["Booking Fees"] = {
	filters: [
		...meeting_manager.report_filters({ period: true }),
		{ fieldname: "kind", label: __("Fee For"), fieldtype: "Select", options: meeting_manager.options_of(["", "Cancellation", "No-Show"]) },
		{ fieldname: "state", label: __("State", null, "Meeting Manager"), fieldtype: "Select", options: [
				{ value: "", label: "" },
				{ value: "Due", label: __("Fees Due") },
				{ value: "Waived", label: __("Fees Waived") },
			] },
		{ fieldname: "currency", label: __("Currency", null, "Meeting Manager"), fieldtype: "Data" },
	],
	formatter: meeting_manager.report_formatter,
};
