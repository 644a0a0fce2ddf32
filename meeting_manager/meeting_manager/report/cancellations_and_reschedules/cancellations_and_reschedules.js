frappe.query_reports["Cancellations and Reschedules"] = {
	filters: [
		...meeting_manager.report_filters({ period: true }),
		{ fieldname: "kind", label: __("What"), fieldtype: "Select", options: meeting_manager.options_of(["", "Cancelled", "Rescheduled"]) },
		{ fieldname: "side", label: __("By"), fieldtype: "Select", options: meeting_manager.options_of(["", "Customer", "Staff", "System"]) },
		{
			fieldname: "acted_as",
			label: __("As"),
			fieldtype: "Select",
			options: [
				{ value: "", label: "" },
				{ value: "customer (link)", label: __("Customer, by link") },
				{ value: "customer (account)", label: __("Customer, signed in") },
				{ value: "staff", label: __("Staff") },
				{ value: "system", label: __("System", null, "Meeting Manager") },
				{ value: "import", label: __("Import", null, "Meeting Manager") },
				{ value: "console", label: __("Console") },
			],
		},
	],
	formatter: meeting_manager.report_formatter,
};
