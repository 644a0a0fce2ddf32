// What customers and members answered by email, and staff have not dealt with: what it would cost and break, and the
// buttons that do it or let the meeting be. Whatever keeps to the rules and is free of charge takes one click.
frappe.provide("meeting_manager.booking");

(function () {
	const { element, booking } = meeting_manager;
	const DECLINED = "Customer Declined";
	const PROPOSED = "Other Time Proposed";

	booking.show_answers = async function (frm) {
		const refreshed = (frm.mm_refreshed = (frm.mm_refreshed || 0) + 1);
		if (!frm.doc.needs_attention || !frm.perm[0].write) return;
		const replies = await frappe.db.get_list("MM Calendar Reply", {
			filters: { booking: frm.doc.name, state: "Open" },
			fields: ["name", "attendee", "attention", "proposed_start", "proposed_utc_minute", "comment"],
			order_by: "creation desc",
		});
		const terms = await Promise.all(replies.map((reply) => load_terms(frm, reply)));
		if (refreshed === frm.mm_refreshed) replies.forEach((reply, index) => show(frm, reply, terms[index]));
	};

	// What its acceptance would mean by the rules: of a move as `check_staff_move` tells it, of a cancellation as a choice.
	async function load_terms(frm, { attention, proposed_utc_minute }) {
		if (attention === PROPOSED) {
			const start = new Date(proposed_utc_minute * 60000).toISOString().replace("Z", "+00:00");
			return booking.call("check_staff_move", { booking: frm.doc.name, start });
		}
		if (attention !== DECLINED) return null;
		const choices = await booking.call("get_staff_choices", { booking: frm.doc.name });
		return choices && choices.actions.cancel;
	}

	function show(frm, reply, terms) {
		const said = reply.comment ? `: “${reply.comment}”` : "";
		const lines = [name_answer(reply) + said, name_terms(reply, terms)].filter(Boolean);
		const text = lines.map((line) => frappe.utils.escape_html(line)).join("<br>");
		frm.dashboard.add_comment(`<div data-answer="${reply.name}">${text}</div>`, "yellow", true);
		frm.layout.message.find(`[data-answer="${reply.name}"]`).append(buttons_for(frm, reply));
	}

	function buttons_for(frm, reply) {
		const doings = { [DECLINED]: __("Cancel as Declined"), [PROPOSED]: __("Accept Proposed Time") };
		const label = doings[reply.attention];
		const buttons = label ? [make_button(label, "btn-primary", () => accept(frm, reply, label))] : [];
		buttons.push(make_button(__("Dismiss Answer"), "btn-default", () => run(frm, reply, "dismiss")));
		return element("div", { class: "mm-answer-buttons" }, ...buttons);
	}

	function make_button(label, kind, press) {
		const button = element("button", { type: "button", class: `btn btn-xs ${kind}` }, label);
		button.addEventListener("click", press);
		return button;
	}

	function name_answer({ attendee, attention, proposed_start }) {
		const sentences = {
			[DECLINED]: __("{0} has declined in the calendar", [attendee]),
			"Member Declined": __("{0} has declined in the calendar. Choose another member, or cancel", [attendee]),
			[PROPOSED]: __("{0} proposes {1}", [attendee, frappe.datetime.str_to_user(proposed_start)]),
		};
		return sentences[attention];
	}

	function name_terms({ attention }, terms) {
		if (!terms || terms.code === "is request") return "";
		if (attention === DECLINED) return [terms.sentence, booking.name_fee(terms, true)].filter(Boolean).join(". ");
		if (!terms.allowed) return terms.sentence;
		const rules = booking.name_obstacles(terms);
		if (rules.length) return __("Outside the Rules: {0}", [rules.join(". ")]);
		return terms.policy ? __("By the rules the customer could move it until {0}, free of charge.", [terms.policy.until]) : "";
	}

	// Time has passed since the form was loaded: fees and limits are asked for anew.
	async function accept(frm, reply, title) {
		const terms = await load_terms(frm, reply);
		if (!terms) return;
		const is_request = terms.code === "is request";
		if (!terms.allowed && !is_request) return booking.say_why_not(title, terms.sentence);
		if (is_request || !(terms.is_override || terms.fee || asks_category(terms))) return run(frm, reply, "accept");
		open_dialog(frm, reply, terms, title);
	}

	function asks_category({ needs_reason, reasons }) {
		return needs_reason && reasons.length;
	}

	function open_dialog(frm, reply, terms, title) {
		const dialog = booking.make_dialog({
			title,
			fields: fields_of(terms, reply.attention === DECLINED),
			primary_action_label: title,
			async primary_action({ category = "", waive_fee = 0, override_reason = "" }) {
				if (await run(frm, reply, "accept", { category, waive_fee, override_reason })) dialog.hide();
			},
		});
		const { facts, told, waive_fee } = dialog.fields_dict;
		facts.wrapper.replaceChildren(...facts_of(reply, terms));
		told.wrapper.replaceChildren(booking.describe_told(terms.told));
		const ask_why = () => booking.require_why(dialog, terms.is_override || (waive_fee && waive_fee.get_value()));
		if (waive_fee) waive_fee.df.onchange = ask_why;
		ask_why();
		dialog.show();
	}

	function fields_of(terms, cancels) {
		const facts = { fieldname: "facts", fieldtype: "HTML" };
		const last = [{ ...booking.WHY }, { fieldname: "told", fieldtype: "HTML" }];
		if (!cancels) return [facts, ...last];
		const options = ["", ...terms.reasons].map((value) => ({ value, label: __(value) }));
		const label = __("Reason", null, "Meeting Manager");
		const category = { fieldname: "category", fieldtype: "Select", label, options, reqd: 1 };
		const waive_fee = { fieldname: "waive_fee", fieldtype: "Check", label: __("Waive the fee of {0}", [terms.fee]) };
		const may_waive = terms.fee && terms.waivable.includes("fee");
		return [facts, ...(asks_category(terms) ? [category] : []), ...(may_waive ? [waive_fee] : []), ...last];
	}

	function facts_of(reply, terms) {
		if (reply.attention === PROPOSED) return [booking.describe_check(terms)];
		const lines = terms.is_override ? [element("p", {}, terms.sentence)] : [];
		return [...lines, element("p", { class: "mm-fee" }, booking.name_fee(terms, true))];
	}

	// Whether it was done: Frappe itself tells of a refusal.
	async function run(frm, { name }, method, args = {}) {
		try {
			await frappe.xcall("run_doc_method", { dt: "MM Calendar Reply", dn: name, method, args });
		} catch {
			return false;
		}
		frm.reload_doc();
		return true;
	}
})();
