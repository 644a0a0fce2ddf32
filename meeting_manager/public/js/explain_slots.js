// Which starts of a day a meeting type offers with whom, and what keeps the others from being offered.
frappe.provide("meeting_manager");

(function () {
	const { element } = meeting_manager;
	const METHOD = "meeting_manager.meeting_manager.api.desk.explain_slots";

	meeting_manager.explain_slots = function (meeting_type, title) {
		const dialog = new frappe.ui.Dialog({
			title: __("Slots of {0}", [title]),
			size: "extra-large",
			fields: [
				{ fieldname: "date", fieldtype: "Date", label: __("Date", null, "Meeting Manager"), default: frappe.datetime.get_today() },
				{ fieldname: "slots", fieldtype: "HTML" },
			],
		});
		const date = dialog.fields_dict.date;
		date.df.change = () => show(dialog, meeting_type, date.get_value());
		dialog.show();
		show(dialog, meeting_type, date.get_value());
		return dialog;
	};

	async function show(dialog, meeting_type, date) {
		if (!date || date === dialog.mm_shown) return;
		dialog.mm_shown = date;
		const place = dialog.fields_dict.slots.wrapper;
		place.replaceChildren(element("p", { class: "text-muted" }, __("Loading …")));
		const answer = await ask(meeting_type, date);
		if (dialog.mm_shown === date) place.replaceChildren(...(answer ? describe(answer) : []));
	}

	// Frappe itself tells of a refusal.
	async function ask(meeting_type, date) {
		try {
			return await frappe.xcall(METHOD, { meeting_type, date });
		} catch {
			return null;
		}
	}

	function describe(answer) {
		const offered = answer.slots.filter((slot) => slot.offered).length;
		const summary = __("{0} of {1} starts are offered. Times in {2}.", [
			offered,
			answer.slots.length,
			answer.timezone,
		]);
		const told = element("p", { "aria-live": "polite" }, summary);
		if (!answer.slots.length || !answer.members.length) return [told];
		return [told, element("div", { class: "mm-slots", tabindex: 0 }, build_table(answer))];
	}

	function build_table({ members, slots }) {
		const runs = fold(slots);
		const names = members.map(({ name }) => element("th", { scope: "col" }, name));
		const head = element("tr", {}, element("th", { scope: "col" }, __("Start", null, "Meeting Manager")), ...names);
		const rows = runs.map((run, number) => {
			const kind = run[0].offered ? "mm-slot-free" : "";
			const start = element("th", { scope: "row", class: kind }, name_of(run, slots));
			const cells = members.flatMap(({ member }) => build_cell(runs, number, member));
			return element("tr", {}, start, ...cells);
		});
		const [top, body] = [element("thead", {}, head), element("tbody", {}, ...rows)];
		return element("table", { class: "table table-bordered" }, top, body);
	}

	// Starts in a row that are kept from being offered by the same reasons are one line of the table.
	function fold(slots) {
		const runs = [];
		for (const slot of slots) {
			const run = runs[runs.length - 1];
			if (run && !slot.offered && !run[0].offered && is_equal(run[0].reasons, slot.reasons)) run.push(slot);
			else runs.push([slot]);
		}
		return runs;
	}

	function is_equal(one, other) {
		return JSON.stringify(one) === JSON.stringify(other);
	}

	function name_of(run, slots) {
		const names = [run[0], run[run.length - 1]].map((slot) => name_start(slot, slots));
		return run.length > 1 ? names.join(" – ") : names[0];
	}

	// An hour that the clocks repeat is told apart by its offset from UTC.
	function name_start(slot, slots) {
		const is_repeated = slots.filter(({ time }) => time === slot.time).length > 1;
		return is_repeated ? `${slot.time} (${slot.start.slice(-6)})` : slot.time;
	}

	// One cell for all the lines that follow with the same reasons of the member.
	function build_cell(runs, number, member) {
		const reasons = runs.map((run) => run[0].reasons[member] || []);
		const is_same = (other) => is_equal(reasons[other], reasons[number]);
		if (number && is_same(number - 1)) return [];
		let end = number + 1;
		while (end < runs.length && is_same(end)) end++;
		const texts = reasons[number].map(({ text }) => element("div", {}, text));
		const offered = element("span", { class: "indicator-pill green" }, __("Offered"));
		const kind = texts.length ? "" : "mm-slot-free";
		return [element("td", { rowspan: end - number, class: kind }, ...(texts.length ? texts : [offered]))];
	}
})();
