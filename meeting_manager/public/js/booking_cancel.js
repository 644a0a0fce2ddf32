// Cancels one booking, or declines a request: why, at what fee, and who is told.
frappe.provide("meeting_manager.booking");

(function () {
	const { element, booking } = meeting_manager;

	// `done` is called once it is cancelled.
	booking.open_cancel = function (choices, done) {
		const { cancel } = choices.actions;
		const title = __("Cancel {0}", [choices.booking_reference]);
		if (!cancel.allowed) return booking.say_why_not(title, cancel.sentence);
		const dialog = booking.make_dialog({
			title,
			fields: fields_of(cancel),
			primary_action_label: __("Cancel Booking"),
			primary_action: (values) => run(dialog, choices, values, done),
		});
		const { facts, told, waive_fee } = dialog.fields_dict;
		facts.wrapper.replaceChildren(...describe(choices));
		told.wrapper.replaceChildren(booking.describe_told(cancel.told));
		const ask_why = () => booking.require_why(dialog, cancel.is_override || waive_fee.get_value());
		waive_fee.df.onchange = ask_why;
		ask_why();
		dialog.get_primary_btn().removeClass("btn-primary").addClass("btn-danger");
		dialog.show();
		return dialog;
	};

	function fields_of({ reasons, needs_reason, fee, waivable }) {
		const has_list = reasons.length > 0;
		return [
			{ fieldname: "facts", fieldtype: "HTML" },
			{
				fieldname: "category",
				fieldtype: "Select",
				label: __("Reason"),
				options: ["", ...reasons].map((value) => ({ value, label: __(value) })),
				reqd: has_list && needs_reason ? 1 : 0,
				hidden: has_list ? 0 : 1,
			},
			{
				fieldname: "text",
				fieldtype: "Small Text",
				label: __("What Was Said"),
				description: __("The members read it in their mail, the customer does not."),
				reqd: !has_list && needs_reason ? 1 : 0,
			},
			{
				fieldname: "waive_fee",
				fieldtype: "Check",
				label: __("Waive the fee of {0}", [fee]),
				hidden: fee && waivable.includes("fee") ? 0 : 1,
			},
			{ ...booking.WHY },
			{ fieldname: "told", fieldtype: "HTML" },
		];
	}

	function describe({ when, customer_name, actions: { cancel } }) {
		const lines = [element("p", {}, element("b", {}, customer_name), " ", when)];
		if (cancel.is_override) {
			const pill = element("span", { class: "indicator-pill orange" }, __("Outside the Rules"));
			lines.push(element("p", {}, pill, " ", cancel.sentence));
		}
		return [...lines, element("p", { class: "mm-fee" }, name_fee(cancel))];
	}

	function name_fee({ fee, free_until, until }) {
		if (!fee && free_until === until) return __("The customer owes nothing.");
		if (!fee) return __("The customer owes nothing until {0}.", [free_until]);
		if (!free_until) return __("The customer owes {0}.", [fee]);
		return __("The customer owes {0}. It was free until {1}.", [fee, free_until]);
	}

	async function run(dialog, choices, values, done) {
		const { category, text, waive_fee, override_reason } = values;
		const answer = await booking.call("cancel_as_staff", {
			booking: choices.booking,
			category: category || "",
			text: text || "",
			waive_fee: waive_fee || 0,
			override_reason: override_reason || "",
			calendar_sequence: choices.calendar_sequence,
		});
		if (answer) booking.finish(dialog, __("The booking is cancelled"), done);
	}

	booking.open_decline = function (choices, done) {
		const { decline } = choices.actions;
		const dialog = booking.make_dialog({
			title: __("Decline {0}", [choices.booking_reference]),
			fields: [
				{
					fieldname: "reason",
					fieldtype: "Small Text",
					label: __("Reason"),
					description: __("The members read it in their mail, the customer does not."),
					reqd: 1,
				},
				{ fieldname: "told", fieldtype: "HTML" },
			],
			primary_action_label: __("Decline"),
			async primary_action({ reason }) {
				const values = { booking: choices.booking, reason, calendar_sequence: choices.calendar_sequence };
				if (await booking.call("decline", values)) booking.finish(dialog, __("The request is declined"), done);
			},
		});
		dialog.fields_dict.told.wrapper.replaceChildren(booking.describe_told(decline.told));
		dialog.show();
		return dialog;
	};
})();
