// What a cancellation policy, saved or not, would have refused and charged in the last weeks.
frappe.provide("meeting_manager");

(function () {
	const { element } = meeting_manager;
	const METHOD = "meeting_manager.meeting_manager.api.policy_trial.try_on_past_bookings";

	meeting_manager.try_policy = function (frm) {
		const dialog = new frappe.ui.Dialog({
			title: __("Try on Past Bookings"),
			size: "large",
			fields: [
				{ fieldname: "weeks", fieldtype: "Select", label: __("Weeks"), options: ["4", "12", "26", "52"], default: "12" },
				{ fieldname: "department", fieldtype: "Link", label: __("Department", null, "Meeting Manager"), options: "MM Department" },
				{ fieldtype: "Section Break" },
				{ fieldname: "outcome", fieldtype: "HTML" },
			],
			primary_action_label: __("Try"),
			primary_action: (values) => show(dialog, frm, values),
		});
		dialog.show();
		return dialog;
	};

	async function show(dialog, frm, { weeks, department }) {
		const place = dialog.fields_dict.outcome.wrapper;
		place.replaceChildren(element("p", { class: "text-muted" }, __("Loading …")));
		const answer = await ask({ policy: frm.doc, weeks: Number(weeks), department });
		place.replaceChildren(...(answer ? describe(answer) : []));
	}

	// Frappe itself tells of a refusal.
	async function ask(values) {
		try {
			return await frappe.xcall(METHOD, values);
		} catch {
			return null;
		}
	}

	function describe(answer) {
		const told = answer.kinds.map(({ sentences }) => element("li", {}, ...sentences.map((one) => element("div", {}, one))));
		const list = element("ul", { "aria-live": "polite", class: "mm-trial" }, ...told);
		const note = element("p", { class: "text-muted" }, __("Counted are the bookings that you may read, and what their customers did. Prices are those that the bookings keep, in the currency of this policy."));
		if (!answer.outcomes.length) return [list, note];
		const parts = [list, scrolled(kinds_of(answer)), scrolled(outcomes_of(answer)), note];
		const left_out = __("{0} more are not shown.", [answer.left_out]);
		return answer.left_out ? [...parts, element("p", {}, left_out)] : parts;
	}

	function kinds_of({ kinds }) {
		const heads = [__("What"), __("In All"), __("Refused"), __("Why"), __("With a Fee"), __("Fees")];
		const rows = kinds.map((kind) => [
			kind.label,
			kind.looked_at,
			kind.refused,
			kind.why.map(({ text, count }) => `${text}: ${count}`).join(", "),
			kind.charged,
			kind.fees,
		]);
		return table(heads, rows.map((row) => row.map((cell) => element("td", {}, String(cell)))));
	}

	function outcomes_of({ outcomes }) {
		const heads = [__("Booking"), __("Customer"), __("What"), __("At"), __("Booked Start"), __("Outcome")];
		const rows = outcomes.map((one) => {
			const address = frappe.utils.get_form_link("MM Meeting Booking", one.booking);
			const link = element("a", { href: address, target: "_blank" }, one.booking_reference);
			const kind = one.refused ? "indicator-pill red" : "indicator-pill orange";
			const outcome = element("span", { class: kind }, one.outcome);
			return [link, one.customer_name || "", one.what, one.at, one.start, outcome].map((cell) => element("td", {}, cell));
		});
		return table(heads, rows);
	}

	function table(heads, rows) {
		const head = element("tr", {}, ...heads.map((text) => element("th", { scope: "col" }, text)));
		const body = rows.map((cells) => element("tr", {}, ...cells));
		return element("table", { class: "table table-bordered" }, element("thead", {}, head), element("tbody", {}, ...body));
	}

	function scrolled(content) {
		return element("div", { class: "mm-trial-table", tabindex: 0 }, content);
	}
})();
