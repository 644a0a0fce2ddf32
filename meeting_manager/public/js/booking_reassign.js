// Gives one booking to another member at the same time.
frappe.provide("meeting_manager.booking");

(function () {
	const { element, booking } = meeting_manager;

	booking.open_reassign = function (choices, done) {
		const { reassign } = choices.actions;
		const title = __("Reassign {0}", [choices.booking_reference]);
		if (!reassign.allowed) return booking.say_why_not(title, reassign.sentence);
		const dialog = booking.make_dialog({
			title,
			fields: fields_of(choices),
			primary_action_label: __("Reassign"),
			primary_action: (values) => run(dialog, choices, values, done),
		});
		dialog.fields_dict.check.wrapper.setAttribute("aria-live", "polite");
		dialog.get_primary_btn().prop("disabled", true);
		dialog.fields_dict.colleagues.wrapper.replaceChildren(build_list(dialog, choices));
		dialog.fields_dict.instead_of.df.onchange = () => check(dialog, choices);
		dialog.show();
		return dialog;
	};

	function fields_of({ members }) {
		const held = members.map(({ member, name }) => ({ value: member, label: name }));
		return [
			{
				fieldname: "instead_of",
				fieldtype: "Select",
				label: __("Instead of"),
				options: [{ value: "", label: __("All who have it") }, ...held],
				hidden: held.length > 1 ? 0 : 1,
			},
			{ fieldname: "colleagues", fieldtype: "HTML" },
			{ fieldname: "check", fieldtype: "HTML" },
			{ ...booking.WHY, hidden: 1 },
			{ fieldname: "reason", fieldtype: "Small Text", label: __("Reason", null, "Meeting Manager") },
			{ fieldname: "told", fieldtype: "HTML" },
		];
	}

	function build_list(dialog, choices) {
		const { members } = choices.actions.reassign;
		const rows = members.map((row) => build_row(row, () => choose(dialog, choices, row.member)));
		const legend = element("legend", {}, __("Who takes it over"));
		return element("fieldset", { class: "mm-colleagues" }, legend, ...rows);
	}

	function build_row({ member, name, is_free, reasons }, choose_it) {
		const button = element("input", { type: "radio", name: "mm-colleague", value: member });
		button.addEventListener("change", choose_it);
		const is_conflict = reasons.some((reason) => reason.is_conflict);
		const [color, label] = is_free
			? ["green", __("Free")]
			: is_conflict
				? ["red", __("Not Free")]
				: ["orange", __("Outside the Rules")];
		const pill = element("span", { class: `indicator-pill ${color}` }, label);
		const why = reasons.map(({ text }) => text).join(" · ");
		return element("label", {}, button, element("span", {}, name), pill, element("small", { class: "text-muted" }, why));
	}

	function choose(dialog, choices, member) {
		dialog.mm_member = member;
		check(dialog, choices);
	}

	async function check(dialog, choices) {
		const member = dialog.mm_member;
		if (!member) return;
		const instead_of = dialog.get_value("instead_of") || "";
		const asked = (dialog.mm_asked = (dialog.mm_asked || 0) + 1);
		const checked = await booking.call("check_staff_move", { booking: choices.booking, member, instead_of });
		if (asked !== dialog.mm_asked) return;
		const { check: place, told } = dialog.fields_dict;
		place.wrapper.replaceChildren(...(checked ? [booking.describe_check(checked)] : []));
		told.wrapper.replaceChildren(...(checked?.allowed ? [booking.describe_told(checked.told)] : []));
		booking.require_why(dialog, Boolean(checked?.is_override));
		dialog.get_primary_btn().prop("disabled", !checked?.allowed);
	}

	async function run(dialog, choices, { reason, override_reason, instead_of }, done) {
		const answer = await booking.call("reassign_as_staff", {
			booking: choices.booking,
			member: dialog.mm_member,
			instead_of: instead_of || "",
			reason: reason || "",
			override_reason: override_reason || "",
			calendar_sequence: choices.calendar_sequence,
		});
		if (!answer) return;
		const names = answer.members.map(({ name }) => name).join(", ");
		booking.finish(dialog, __("The booking is reassigned to {0}", [names]), done);
	}
})();
