// What the reports share: their filters, and cells in which nothing of what customers wrote runs.
frappe.provide("meeting_manager");

meeting_manager.report_filters = function ({ period = false, member = true } = {}) {
	const today = frappe.datetime.get_today();
	const first = moment(today).startOf("isoWeek").subtract(11, "weeks").format("YYYY-MM-DD");
	const dates = [
		{ fieldname: "from_date", label: __("From", null, "Meeting Manager"), fieldtype: "Date", default: first, reqd: 1 },
		{ fieldname: "to_date", label: __("To", null, "Meeting Manager"), fieldtype: "Date", default: today, reqd: 1 },
	];
	const links = [
		{ fieldname: "department", label: __("Department", null, "Meeting Manager"), fieldtype: "Link", options: "MM Department" },
		{ fieldname: "meeting_type", label: __("Meeting Type"), fieldtype: "Link", options: "MM Meeting Type", get_query: types_of_department },
	];
	if (member) links.push({ fieldname: "member", label: __("Member"), fieldtype: "Link", options: "MM Member Profile" });
	const periods = { fieldname: "period", label: __("By"), fieldtype: "Select", options: meeting_manager.options_of(["Week", "Month"]), default: "Week" };
	return [...dates, ...links, ...(period ? [periods] : [])];

	function types_of_department() {
		const department = frappe.query_report.get_filter_value("department");
		return department ? { filters: { department } } : {};
	}
};

meeting_manager.options_of = function (values) {
	return values.map((value) => ({ value, label: value ? __(value) : "" }));
};

// The Desk shows texts as they are: a name with markup in it would run.
meeting_manager.report_formatter = function (value, row, column, data, default_formatter) {
	if (column.fieldtype === "Data") return frappe.utils.escape_html(String(value ?? ""));
	return default_formatter(value, row, column, data);
};
