// Moves one booking: a day, a time, a member, and at once what is in the way.
frappe.provide("meeting_manager.booking");

(function () {
	const { element, booking } = meeting_manager;
	const TIME = /^([01]?\d|2[0-3]):[0-5][05]$/;
	const WAIT = 250;

	// `start` and `member`: what is looked at first, as a calendar that somebody dragged on has them.
	booking.open_reschedule = async function (choices, done, { start = "", member = "" } = {}) {
		const { reschedule } = choices.actions;
		const title = __("Reschedule {0}", [choices.booking_reference]);
		if (!reschedule.allowed) return booking.say_why_not(title, reschedule.sentence);
		const date = (start || choices.start).slice(0, 10);
		const times = await booking.call("staff_times", { booking: choices.booking, date, member });
		if (!times) return;
		const dialog = make_dialog(title, choices, times.members, done);
		const view = { dialog, choices, times, member, start: "", checked: null, asked: 0, shows_all: false };
		dialog.mm_view = view;
		dialog.set_value("member", member);
		dialog.fields_dict.member.df.onchange = () => change_member(view);
		show(view);
		if (start) check(view, start);
		dialog.$wrapper.one("shown.bs.modal", () => dialog.$wrapper.find(".mm-day[tabindex='0']").focus());
		dialog.show();
		return dialog;
	};

	function make_dialog(title, choices, members, done) {
		const others = members.map(({ member, name }) => ({ value: member, label: name }));
		const dialog = booking.make_dialog({
			title,
			size: "large",
			no_focus: true,
			fields: [
				{
					fieldname: "member",
					fieldtype: "Select",
					label: __("With"),
					options: [{ value: "", label: __("Whoever has it, or else is free") }, ...others],
				},
				{ fieldname: "picker", fieldtype: "HTML" },
				{ fieldname: "check", fieldtype: "HTML" },
				{ ...booking.WHY, hidden: 1 },
				{ fieldname: "reason", fieldtype: "Small Text", label: __("Reason") },
				{ fieldname: "told", fieldtype: "HTML" },
			],
			primary_action_label: __("Reschedule"),
			primary_action: (values) => run(dialog, choices, values, done),
		});
		dialog.fields_dict.check.wrapper.setAttribute("aria-live", "polite");
		dialog.get_primary_btn().prop("disabled", true);
		return dialog;
	}

	function change_member(view) {
		const member = view.dialog.get_value("member") || "";
		if (member === view.member) return;
		view.member = member;
		load(view, view.times.date);
		if (view.start) check(view, view.start);
	}

	async function load(view, date) {
		const asked = (view.loading = (view.loading || 0) + 1);
		const values = { booking: view.choices.booking, date, member: view.member };
		const times = await booking.call("staff_times", values);
		if (!times || asked !== view.loading) return;
		view.times = times;
		show(view);
	}

	function show(view) {
		const place = view.dialog.fields_dict.picker.wrapper;
		const focused = place.contains(document.activeElement) ? document.activeElement : null;
		const month = booking.build_month({
			...view.times,
			free: view.times.days,
			choose: (date) => load(view, date),
		});
		place.replaceChildren(element("div", { class: "mm-move" }, month, build_times(view)));
		if (focused && focused.matches(".mm-day")) place.querySelector(".mm-day[tabindex='0']").focus();
		else if (focused && focused.getAttribute("aria-label")) refocus(place, focused);
	}

	function refocus(place, focused) {
		const label = CSS.escape(focused.getAttribute("aria-label"));
		place.querySelector(`[aria-label="${label}"]`)?.focus();
	}

	function build_times(view) {
		const { times } = view;
		const heading = element("b", {}, times.date_in_words);
		const zone = element("span", { class: "text-muted" }, times.timezone);
		const free = times.times.filter((time) => time.is_free);
		const list = element("div", { class: "mm-times-list" }, ...free.map((time) => build_time(view, time)));
		if (!free.length) list.append(element("p", { class: "text-muted" }, __("No free time on this day.")));
		return element("div", { class: "mm-times" }, heading, " ", zone, list, build_typed(view), ...build_others(view));
	}

	function build_time(view, time) {
		const kind = time.is_free ? "mm-time-free" : time.is_possible ? "mm-time-possible" : "mm-time-busy";
		const attributes = {
			type: "button",
			class: `btn btn-sm btn-default ${kind}`,
			"aria-pressed": time.start === view.start,
			"data-start": time.start,
		};
		if (time.is_booked_here) Object.assign(attributes, { title: __("Booked now"), class: `${attributes.class} mm-time-booked` });
		const button = element("button", attributes, time.time);
		button.addEventListener("click", () => choose(view, time.start));
		return button;
	}

	function choose(view, start) {
		clearTimeout(view.timer);
		view.typed = "";
		view.dialog.$wrapper.find(".mm-times-typed input").val("");
		check(view, start);
	}

	// Any time can be typed; what is in the way of it is said while it is.
	function build_typed(view) {
		const input = element("input", {
			class: "form-control",
			placeholder: "14:30",
			inputmode: "numeric",
			autocomplete: "off",
			value: view.typed || "",
		});
		input.addEventListener("input", () => {
			view.typed = input.value.trim();
			clearTimeout(view.timer);
			view.timer = setTimeout(() => check_typed(view), WAIT);
		});
		return element("label", { class: "mm-times-typed" }, __("Another time"), input);
	}

	function check_typed(view) {
		const { typed, times } = view;
		if (TIME.test(typed)) return check(view, `${times.date} ${typed.padStart(5, "0")}`);
		view.asked += 1;
		show_check(view, null);
		if (typed.length > 4) {
			const hint = element("p", { class: "text-muted" }, __("Write a time such as 14:30, at a multiple of five minutes."));
			view.dialog.fields_dict.check.wrapper.replaceChildren(hint);
		}
	}

	function build_others(view) {
		const others = view.times.times.filter((time) => !time.is_free);
		if (!others.length) return [];
		const details = element("details", {}, element("summary", {}, __("The other times, and what is in the way")));
		if (view.shows_all) details.setAttribute("open", "");
		details.addEventListener("toggle", () => (view.shows_all = details.open));
		const lines = fold(view.times.times).map(build_other);
		details.append(element("ul", { class: "mm-times-other" }, ...lines));
		return [details];
	}

	// Starts in a row that the same reasons forbid are one line; those that are free end it and have none.
	function fold(times) {
		const runs = [];
		for (const time of times) {
			const run = runs[runs.length - 1];
			if (run && JSON.stringify(run[0].reasons) === JSON.stringify(time.reasons)) run.push(time);
			else runs.push([time]);
		}
		return runs.filter(([time]) => !time.is_free);
	}

	function build_other(run) {
		const [first, last] = [run[0], run[run.length - 1]];
		const name = run.length > 1 ? `${first.time} – ${last.time}` : first.time;
		const texts = first.reasons.map((reason) => __("{0}: {1}", [reason.name, reason.text]));
		const kind = first.is_possible ? "orange" : "gray";
		const head = element("span", { class: `indicator-pill ${kind} no-indicator-dot` }, name);
		return element("li", {}, head, " ", [...new Set(texts)].join(" · "));
	}

	async function check(view, start) {
		const asked = (view.asked += 1);
		view.start = start;
		mark_chosen(view);
		const checked = await booking.call("check_staff_move", {
			booking: view.choices.booking,
			start,
			member: view.member,
		});
		if (asked === view.asked) show_check(view, checked);
	}

	function mark_chosen(view) {
		view.dialog.$wrapper.find(".mm-times [data-start]").each((_index, button) => {
			button.setAttribute("aria-pressed", button.dataset.start === view.start);
		});
	}

	function show_check(view, checked) {
		const { dialog } = view;
		view.checked = checked;
		const { check: place, told } = dialog.fields_dict;
		place.wrapper.replaceChildren(...(checked ? [booking.describe_check(checked)] : []));
		told.wrapper.replaceChildren(...(checked?.allowed ? [booking.describe_told(checked.told)] : []));
		booking.require_why(dialog, Boolean(checked?.is_override));
		dialog.get_primary_btn().prop("disabled", !checked?.allowed);
		place.wrapper.scrollIntoView({ block: "nearest" });
	}

	async function run(dialog, choices, { reason, override_reason }, done) {
		const { start, member, checked } = dialog.mm_view;
		if (!checked?.allowed) return;
		const answer = await booking.call("move_as_staff", {
			booking: choices.booking,
			start,
			member,
			reason: reason || "",
			override_reason: override_reason || "",
			calendar_sequence: choices.calendar_sequence,
		});
		if (answer) booking.finish(dialog, __("The booking is rescheduled to {0}", [answer.when]), done);
	}
})();
