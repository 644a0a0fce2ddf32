// The buttons of a booking's form, by what its state and its policy allow.
frappe.provide("meeting_manager.booking");

(function () {
	const { element, booking } = meeting_manager;

	booking.offer_actions = async function (frm) {
		if (frm.is_new()) return;
		const asked = (frm.mm_asked = (frm.mm_asked || 0) + 1);
		const choices = await booking.call("get_staff_choices", { booking: frm.doc.name });
		if (!choices || asked !== frm.mm_asked || choices.booking !== frm.doc.name) return;
		if (!choices.may_write) return;
		show_summary(frm, choices);
		const { actions } = choices;
		for (const [name, label, open, is_main] of buttons()) {
			if (!is_shown(name, actions)) continue;
			const button = frm.add_custom_button(label, () => open_anew(frm, open));
			if (is_main) button.addClass("btn-primary");
		}
		for (const [name, label, open] of more()) {
			if (actions[name].allowed) frm.add_custom_button(label, () => open_anew(frm, open), __("Customer"));
		}
	};

	function buttons() {
		return [
			["confirm", __("Confirm", null, "Meeting Manager"), confirm, true],
			["decline", __("Decline"), booking.open_decline],
			["complete", __("Mark as Completed"), (choices, done) => close(choices, "complete", done), true],
			["no_show", __("Mark as No-Show"), (choices, done) => close(choices, "no_show", done)],
			["reschedule", __("Reschedule"), booking.open_reschedule],
			["reassign", __("Reassign"), booking.open_reassign],
			["cancel", __("Cancel Booking"), booking.open_cancel],
		];
	}

	function more() {
		return [
			["resend", __("Send Mail Again"), resend],
			["copy_links", __("Copy Links"), copy_links],
		];
	}

	// What only the policy forbids is shown: the click says why, and who may.
	function is_shown(name, actions) {
		const { allowed, code } = actions[name];
		return allowed || (["cancel", "reschedule"].includes(name) && !["closed", "is request"].includes(code));
	}

	// Time has passed since the form was loaded: fees and limits are asked for anew.
	async function open_anew(frm, open) {
		const choices = await booking.call("get_staff_choices", { booking: frm.doc.name });
		if (choices) open(choices, () => frm.reload_doc());
	}

	function show_summary(frm, { when, members, waits_until, actions: { cancel, reschedule } }) {
		const names = members.map(({ name }) => name).join(", ");
		const sentences = [__("{0}, with {1}.", [when, names])];
		if (reschedule.code !== "closed") sentences.push(name_limits(reschedule.until, cancel.until, when));
		if (waits_until) sentences.push(__("It waits for an answer until {0} and expires then.", [waits_until]));
		frm.set_intro(frappe.utils.escape_html(sentences.join(" ")), waits_until ? "orange" : "blue");
	}

	function name_limits(reschedule, cancel, start) {
		const same = !cancel || cancel === reschedule;
		if (same && reschedule === start) return __("The customer can reschedule and cancel until it begins.");
		if (same) return __("The customer can reschedule and cancel until {0}.", [reschedule]);
		return __("The customer can reschedule until {0} and cancel until {1}.", [reschedule, cancel]);
	}

	async function confirm({ booking: name }, done) {
		await frappe.xcall("run_doc_method", { dt: "MM Meeting Booking", dn: name, method: "confirm" });
		done();
	}

	function close(choices, action, done) {
		const kinds = {
			complete: [__("Mark as Completed"), "complete", __("The booking is completed")],
			no_show: [__("Mark as No-Show"), "mark_no_show", __("The booking is marked as missed")],
		};
		const [title, method, sentence] = kinds[action];
		const { fee = "", waivable = [], told } = choices.actions[action];
		const dialog = booking.make_dialog({
			title: __("{0}: {1}", [title, choices.booking_reference]),
			fields: fields_to_close(fee, waivable),
			primary_action_label: title,
			async primary_action({ waive_fee, override_reason }) {
				const waiver = waive_fee ? { waive_fee, override_reason } : {};
				if (await booking.call(method, { booking: choices.booking, ...waiver })) booking.finish(dialog, sentence, done);
			},
		});
		const lines = [element("p", {}, element("b", {}, choices.customer_name), " ", choices.when)];
		if (fee) lines.push(element("p", { class: "mm-fee" }, __("The customer owes {0}.", [fee])));
		dialog.fields_dict.facts.wrapper.replaceChildren(...lines);
		dialog.fields_dict.told.wrapper.replaceChildren(booking.describe_told(told));
		const { waive_fee } = dialog.fields_dict;
		if (waive_fee) waive_fee.df.onchange = () => booking.require_why(dialog, waive_fee.get_value());
		dialog.show();
		return dialog;
	}

	function fields_to_close(fee, waivable) {
		const waiver = [
			{ fieldname: "waive_fee", fieldtype: "Check", label: __("Waive the fee of {0}", [fee]) },
			{ ...booking.WHY, hidden: 1 },
		];
		const may_waive = fee && waivable.includes("fee");
		return [
			{ fieldname: "facts", fieldtype: "HTML" },
			...(may_waive ? waiver : []),
			{ fieldname: "told", fieldtype: "HTML" },
		];
	}

	function resend({ actions: { resend: choice } }, done) {
		const { name, occasion, recipient } = choice.message;
		const question = __("Send the mail “{0}” to {1} again?", [__(occasion), frappe.utils.escape_html(recipient)]);
		frappe.confirm(question, async () => {
			if (await meeting_manager.send_again(name)) meeting_manager.tell_sent_again(1);
			done();
		});
	}

	function copy_links(choices, done) {
		const warning = __("Whoever has these links can move or cancel the booking. The history notes that you took them.");
		frappe.confirm(warning, async () => {
			const links = await booking.call("copy_customer_links", { booking: choices.booking });
			if (!links) return;
			show_links(choices, links);
			done();
		});
	}

	function show_links({ booking_reference }, { reschedule_url, cancel_url, calendar_url }) {
		const names = [
			[__("Reschedule"), reschedule_url],
			[__("Cancel", null, "Meeting Manager"), cancel_url],
			[__("Add to calendar"), calendar_url],
		];
		const dialog = booking.make_dialog({
			title: __("Links of {0}", [booking_reference]),
			fields: [{ fieldname: "links", fieldtype: "HTML" }],
		});
		dialog.fields_dict.links.wrapper.replaceChildren(...names.map(build_link));
		dialog.show();
	}

	function build_link([label, address]) {
		const button = element("button", { class: "btn btn-default btn-sm", "aria-label": __("Copy: {0}", [label]) }, __("Copy"));
		button.addEventListener("click", () => frappe.utils.copy_to_clipboard(address));
		const input = element("input", { class: "form-control", readonly: "", value: address, "aria-label": label });
		return element("div", { class: "mm-link" }, element("b", {}, label), input, button);
	}
})();
