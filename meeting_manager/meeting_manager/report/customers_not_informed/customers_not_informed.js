(function () {
	frappe.query_reports["Customers Not Informed"] = {
		filters: [
			{ fieldname: "department", label: __("Department", null, "Meeting Manager"), fieldtype: "Link", options: "MM Department" },
			{
				fieldname: "from_date",
				label: __("Meetings From"),
				fieldtype: "Date",
				default: frappe.datetime.add_days(frappe.datetime.get_today(), -30),
			},
			{ fieldname: "to_date", label: __("Meetings To"), fieldtype: "Date" },
		],

		get_datatable_options(options) {
			return Object.assign(options, { checkboxColumn: true });
		},

		onload(report) {
			report.page.add_inner_button(__("Send Selected Again"), () => {
				const rows = report.datatable?.rowmanager.getCheckedRows() || [];
				const names = rows.map((number) => report.data[number].message);
				if (!names.length) return frappe.show_alert(__("Select the mails to be sent again first."));
				send_all(report, names);
			});
			report.$report.on("click", ".mm-send-again", (event) => send_all(report, [event.currentTarget.dataset.name]));
		},

		formatter(value, row, column, data, default_formatter) {
			const shown = default_formatter(value, row, column, data);
			if (!data) return shown;
			if (column.fieldname === "message") return button_of(data);
			if (column.fieldname === "occasion") return frappe.utils.escape_html(__(data.occasion));
			if (column.fieldname === "state") return pill_of(data.state);
			return column.fieldtype === "Data" ? frappe.utils.escape_html(value) : shown;
		},
	};

	async function send_all(report, names) {
		let sent = 0;
		for (const name of names) sent += await meeting_manager.send_again(name);
		if (sent) meeting_manager.tell_sent_again(sent);
		report.refresh();
	}

	function button_of({ message, state, customer_name }) {
		if (state === "Due" || state === "Queued") return "";
		const label = frappe.utils.escape_html(__("Send again to {0}", [customer_name]));
		const name = frappe.utils.escape_html(message);
		return `<button class="btn btn-xs btn-default mm-send-again" data-name="${name}" aria-label="${label}">${__("Send Again")}</button>`;
	}

	function pill_of(state) {
		const text = frappe.utils.escape_html(__(state, null, "MM Message"));
		return `<span class="indicator-pill ${meeting_manager.message_color(state)}">${text}</span>`;
	}
})();
