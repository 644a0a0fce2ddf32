// Cancels or moves the bookings that are ticked in the list: asks, shows what would happen, does it, and offers to undo it.
frappe.provide("meeting_manager");

(function () {
	const { element } = meeting_manager;
	const API = "meeting_manager.meeting_manager.api.bulk.";
	const TELL = {
		fieldname: "tell_at_once",
		fieldtype: "Check",
		label: __("Tell people at once"),
		description: __("Otherwise they are told after five minutes, in which you can undo this."),
	};
	// Shown once a preview has found something that the user may set aside.
	const WHY = {
		fieldname: "override_reason",
		fieldtype: "Small Text",
		label: __("Why the Rules Do Not Hold"),
		description: __("For the bookings that need one. The history keeps it with your name and what was set aside."),
		hidden: 1,
	};
	const SAID = __("For the histories. The members read it in their mail, the customers do not.");
	const ACTIONS = {
		cancel: {
			title: __("Cancel Together"),
			fields: [
				{ fieldname: "reason", fieldtype: "Data", label: __("Reason", null, "Meeting Manager"), reqd: 1 },
				{ fieldname: "note", fieldtype: "Small Text", label: __("What Was Said"), description: SAID },
				{
					fieldname: "message",
					fieldtype: "Small Text",
					label: __("Message to the Customers"),
					description: __("They read it in their mail, the members do not."),
				},
				{
					fieldname: "for_customer",
					fieldtype: "Check",
					label: __("The customers asked for it"),
					description: __("They count as cancellations by the customers, with the fees that are due."),
				},
				TELL,
				WHY,
			],
		},
		move: {
			title: __("Move Together"),
			fields: [
				{ fieldname: "days", fieldtype: "Int", label: __("Days Later"), default: 0 },
				{ fieldname: "minutes", fieldtype: "Int", label: __("Minutes Later"), default: 0 },
				{ fieldname: "member", fieldtype: "Link", label: __("To Member"), options: "MM Member Profile" },
				{ fieldname: "note", fieldtype: "Small Text", label: __("Reason", null, "Meeting Manager") },
				TELL,
				WHY,
			],
		},
	};

	meeting_manager.offer_bulk_actions = function (listview) {
		for (const [name, { title }] of Object.entries(ACTIONS)) {
			listview.page.add_actions_menu_item(title, () => ask(listview, name), false);
		}
	};

	function ask(listview, name) {
		const { title, fields } = ACTIONS[name];
		const bookings = listview.get_checked_items(true);
		const dialog = meeting_manager.booking.make_dialog({
			title,
			size: "large",
			fields: [...fields.map((field) => ({ ...field })), { fieldname: "outcome", fieldtype: "HTML" }],
			primary_action_label: __("Show What Would Happen"),
			primary_action: ({ tell_at_once, outcome, ...values }) =>
				act(dialog, listview, name, { ...values, bookings }, tell_at_once || 0),
		});
		dialog.show();
		return dialog;
	}

	// Does only what was shown before with the same values.
	async function act(dialog, listview, name, values, tell_at_once) {
		const asked = JSON.stringify(values);
		if (dialog.mm_shown === asked) {
			await run(dialog, listview, name, { ...values, tell_at_once });
			return;
		}
		const answer = await call(`preview_bulk_${name}`, values);
		if (!answer) return;
		const { outcome } = dialog.fields_dict;
		outcome.wrapper.replaceChildren(...describe(answer));
		if (answer.bookings.some((row) => row.lacks_override_reason)) dialog.set_df_property("override_reason", "hidden", 0);
		outcome.wrapper.scrollIntoView({ block: "nearest" });
		dialog.mm_shown = answer.changed ? asked : null;
		const label = __("{0}: {1}", [ACTIONS[name].title, answer.changed]);
		dialog.get_primary_btn().text(answer.changed ? label : __("Show What Would Happen"));
	}

	async function run(dialog, listview, name, values) {
		const answer = await call(`bulk_${name}`, values);
		if (!answer) return;
		dialog.hide();
		listview.clear_checked_items();
		listview.refresh();
		tell(listview, answer);
	}

	function tell(listview, answer) {
		const dialog = meeting_manager.booking.make_dialog({
			title: __("{0} bookings were changed", [answer.changed]),
			size: "large",
			fields: [{ fieldname: "outcome", fieldtype: "HTML" }],
		});
		dialog.fields_dict.outcome.wrapper.replaceChildren(...describe(answer));
		if (answer.operation) dialog.set_primary_action(__("Undo", null, "Meeting Manager"), () => undo(dialog, listview, answer));
		dialog.show();
	}

	async function undo(dialog, listview, { operation }) {
		const answer = await call("undo_operation", { operation });
		if (!answer) return;
		dialog.hide();
		listview.refresh();
		frappe.show_alert({ message: __("{0} bookings are as they were", [answer.undone]), indicator: "green" });
	}

	// Frappe itself tells of a refusal.
	async function call(method, values) {
		try {
			return await frappe.xcall(API + method, values);
		} catch {
			return null;
		}
	}

	function describe({ bookings }) {
		const heads = [__("Booking"), __("Customer"), __("Before", null, "Meeting Manager"), __("After", null, "Meeting Manager")];
		const lines = [line("th", heads), ...bookings.map((booking) => line("td", cells_of(booking)))];
		return [element("table", { class: "table table-bordered mm-outcome" }, ...lines)];
	}

	function cells_of({ booking, booking_reference, customer_name, before, after, why_not, ...row }) {
		const becomes = after ? [state_of(after), ...consequences(row)].join(". ") : why_not;
		return [booking_reference || booking, customer_name, state_of(before), becomes];
	}

	function consequences({ fee, set_aside }) {
		const found = fee ? [__("The customer owes {0}", [fee])] : [];
		const rules = set_aside.map(meeting_manager.booking.name_rule).join(", ");
		return rules ? [...found, __("Set aside: {0}", [rules])] : found;
	}

	function state_of(state) {
		if (!state) return "";
		const time = `${state.start.slice(0, 10)} ${state.start.slice(11, 16)}`;
		return `${__(state.status, null, "MM Meeting Booking")}, ${time}, ${state.assigned_to.join(", ")}`;
	}

	function line(kind, texts) {
		return element("tr", {}, ...texts.map((text) => element(kind, {}, text || "")));
	}
})();
