// The history of a booking to read: what happened, who did it and as what, from what to what, and why.
frappe.provide("meeting_manager.booking");

(function () {
	const { element, booking } = meeting_manager;
	const COLORS = {
		Booked: "blue",
		Confirmed: "blue",
		Rescheduled: "purple",
		Reassigned: "purple",
		Completed: "green",
		Cancelled: "red",
		"No-Show": "red",
		Undone: "orange",
	};

	booking.show_timeline = function (place, doc) {
		const rows = [...(doc.history || [])].reverse();
		const list = element("ol", { class: "mm-timeline" }, ...rows.map(describe));
		place.replaceChildren(...(rows.length ? [list] : []));
	};

	function describe(row) {
		const pill = element("span", { class: `indicator-pill ${COLORS[row.action] || "gray"}` }, name_action(row.action));
		const time = element("time", { datetime: row.action_utc || "" }, moment_of(row));
		const head = element("div", { class: "mm-timeline-head" }, pill, who(row), time);
		return element("li", {}, head, ...change(row), ...why(row), ...operation(row));
	}

	function name_action(action) {
		const names = {
			Booked: __("Booked"),
			Reassigned: __("Reassigned"),
			"Time Kept": __("Time Kept"),
			Answered: __("Answered"),
			"Answer Dismissed": __("Answer Dismissed"),
			Kept: __("Kept"),
			"Length Changed": __("Length Changed"),
			Undone: __("Undone"),
			"Links Copied": __("Links Copied"),
			"Fee Waived": __("Fee Waived"),
		};
		return names[action] || __(action);
	}

	function moment_of({ action_datetime }) {
		return frappe.format(action_datetime, { fieldtype: "Datetime" }, { only_value: true });
	}

	function who({ action_by, acted_as }) {
		const names = { "customer (link)": __("The customer, by link"), system: __("The system") };
		const name = names[acted_as] || frappe.user_info(action_by).fullname || action_by;
		const roles = {
			staff: __("staff"),
			import: __("by an import"),
			console: __("in the console"),
			"customer (account)": __("customer, signed in"),
		};
		const role = roles[acted_as] ? element("span", { class: "text-muted" }, ` (${roles[acted_as]})`) : "";
		return element("span", {}, name, role);
	}

	function change({ old_value, new_value }) {
		if (!old_value && !new_value) return [];
		const was = old_value ? [element("s", { class: "text-muted" }, name_value(old_value)), " → "] : [];
		return [element("div", { class: "mm-timeline-change" }, ...was, element("span", {}, name_value(new_value)))];
	}

	// A time of the department's zone as `2027-03-01 10:00`, a status, or names.
	function name_value(value) {
		const [, date, time] = value.match(/^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}.*)$/) || [];
		return date ? `${frappe.datetime.str_to_user(date)} ${time}` : __(value);
	}

	function why({ reason, notes, waived, waived_because }) {
		const lines = [];
		if (reason) lines.push([__("Reason", null, "Meeting Manager"), __(reason)]);
		const told = (notes || "").split("\n").filter((note) => note && note !== reason);
		lines.push(...told.map((note) => ["", note]));
		if (waived) lines.push([__("Set aside"), waived.split(", ").map(booking.name_rule).join(", ")]);
		if (waived_because) lines.push([__("Because"), waived_because]);
		return lines.map(([label, text]) =>
			element("div", {}, ...(label ? [element("b", {}, __("{0}:", [label])), " "] : []), text)
		);
	}

	booking.name_rule = function (code) {
		const names = {
			started: __("the meeting had begun"),
			"too late": __("the policy's notice"),
			"too often": __("the policy's limit of moves"),
			"too often lately": __("the policy's limit of moves"),
			fee: __("the fee"),
			notice: __("the notice of the meeting type"),
			horizon: __("the booking horizon"),
			"time of day": __("the times of the day"),
			"type cap": __("the meetings a day of the type"),
			"outside hours": __("the member's hours"),
			"day off": __("a day off"),
			holiday: __("a holiday"),
			buffer: __("the pause between meetings"),
			"day cap": __("the member's meetings a day"),
			"week cap": __("the member's meetings a week"),
		};
		return names[code] || code;
	};

	function operation({ operation: id }) {
		return id ? [element("small", { class: "text-muted" }, __("Operation {0}", [id]))] : [];
	}
})();
