// Cancels one booking, or declines a request: why, at what fee, and who is told.
frappe.provide("meeting_manager.booking");

(function () {
	const { element, booking } = meeting_manager;
	const SAID = __("For the history. The members read it in their mail, the customer does not.");
	const MESSAGE = {
		fieldname: "message",
		fieldtype: "Small Text",
		label: __("Message to the Customer"),
		description: __("The customer reads it in the mail, the members do not."),
	};

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
		const { for_customer, told, waive_fee } = dialog.fields_dict;
		told.wrapper.replaceChildren(booking.describe_told(cancel.told));
		for_customer.df.onchange = waive_fee.df.onchange = () => show_fee(dialog, choices);
		show_fee(dialog, choices);
		dialog.get_primary_btn().removeClass("btn-primary").addClass("btn-danger");
		dialog.show();
		return dialog;
	};

	// Nobody pays for what the house itself calls off.
	function show_fee(dialog, choices) {
		const { cancel } = choices.actions;
		const { facts, for_customer, waive_fee } = dialog.fields_dict;
		const asked = Boolean(for_customer.get_value());
		const can_waive = asked && cancel.fee && cancel.waivable.includes("fee");
		facts.wrapper.replaceChildren(...describe(choices, asked));
		dialog.set_df_property("waive_fee", "hidden", can_waive ? 0 : 1);
		booking.require_why(dialog, cancel.is_override || (can_waive && waive_fee.get_value()));
	}

	function fields_of({ reasons, needs_reason, fee }) {
		const has_list = reasons.length > 0;
		return [
			{ fieldname: "facts", fieldtype: "HTML" },
			{
				fieldname: "for_customer",
				fieldtype: "Check",
				label: __("The customer asked for it"),
				description: __("It counts as a cancellation by the customer, with the fee that is due."),
			},
			{
				fieldname: "category",
				fieldtype: "Select",
				label: __("Reason", null, "Meeting Manager"),
				options: ["", ...reasons].map((value) => ({ value, label: __(value) })),
				reqd: has_list && needs_reason ? 1 : 0,
				hidden: has_list ? 0 : 1,
			},
			{
				fieldname: "text",
				fieldtype: "Small Text",
				label: __("What Was Said"),
				description: SAID,
				reqd: !has_list && needs_reason ? 1 : 0,
			},
			{ ...MESSAGE },
			{
				fieldname: "waive_fee",
				fieldtype: "Check",
				label: __("Waive the fee of {0}", [fee]),
				hidden: 1,
			},
			{ ...booking.WHY },
			{ fieldname: "told", fieldtype: "HTML" },
		];
	}

	function describe({ when, customer_name, actions: { cancel } }, asked) {
		const lines = [element("p", {}, element("b", {}, customer_name), " ", when)];
		if (cancel.is_override) {
			const pill = element("span", { class: "indicator-pill orange" }, __("Outside the Rules"));
			lines.push(element("p", {}, pill, " ", cancel.sentence));
		}
		return [...lines, element("p", { class: "mm-fee" }, booking.name_fee(cancel, asked))];
	}

	// What the customer owes, who has asked for it or not.
	booking.name_fee = function ({ fee, free_until, until }, asked) {
		if (!asked && fee) return __("The customer owes nothing, since we cancel. If the customer asks for it, the fee is {0}.", [fee]);
		if (!fee && free_until === until) return __("The customer owes nothing.");
		if (!fee) return __("The customer owes nothing until {0}.", [free_until]);
		if (!free_until) return __("The customer owes {0}.", [fee]);
		return __("The customer owes {0}. It was free until {1}.", [fee, free_until]);
	};

	async function run(dialog, choices, values, done) {
		const { category, text, message, for_customer, waive_fee, override_reason } = values;
		const answer = await booking.call("cancel_as_staff", {
			booking: choices.booking,
			category: category || "",
			text: text || "",
			message: message || "",
			for_customer: for_customer || 0,
			waive_fee: (for_customer && waive_fee) || 0,
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
					label: __("Reason", null, "Meeting Manager"),
					description: SAID,
					reqd: 1,
				},
				{ ...MESSAGE },
				{ fieldname: "told", fieldtype: "HTML" },
			],
			primary_action_label: __("Decline"),
			async primary_action({ reason, message = "" }) {
				const values = { booking: choices.booking, reason, message, calendar_sequence: choices.calendar_sequence };
				if (await booking.call("decline", values)) booking.finish(dialog, __("The request is declined"), done);
			},
		});
		dialog.fields_dict.told.wrapper.replaceChildren(booking.describe_told(decline.told));
		dialog.show();
		return dialog;
	};
})();
