// The starts of a day to choose from: free ones, those against the rules, and why the others are not free.
frappe.provide("meeting_manager");

(function () {
	const { element } = meeting_manager;
	let groups = 0;

	meeting_manager.QuickTimes = class {
		// on_choose gets the slot, or null; on_day a date to look at instead.
		constructor(place, { on_choose, on_day }) {
			Object.assign(this, { place, on_choose, on_day, chosen: null });
			this.group = `mm-time-${++groups}`;
		}

		wait() {
			this.wanted = this.chosen?.start;
			this.choose(null);
			this.place.replaceChildren(this.tell(__("Loading …")));
		}

		clear() {
			this.choose(null);
			this.place.replaceChildren();
		}

		// zone: the customer's, in which each start is told as well where it differs.
		// What was chosen stays chosen where it is still there.
		show(answer, { beyond, zone }) {
			const wanted = this.chosen?.start || this.wanted;
			Object.assign(this, { answer, zone, wanted: null });
			this.choose(null);
			const free = answer.slots.filter((slot) => slot.free);
			const against = beyond ? answer.slots.filter((slot) => slot.possible) : [];
			const closed = answer.slots.filter((slot) => !free.includes(slot) && !against.includes(slot));
			this.said = element("div", { class: "mm-times-said text-muted", "aria-live": "polite" });
			this.place.replaceChildren(
				this.build_head(),
				...(free.length ? [this.build_choice(__("Free"), free)] : this.build_nothing()),
				...(against.length
					? [this.build_choice(__("Against the Rules"), against, "mm-times-against")]
					: []),
				this.said,
				...(closed.length ? [this.build_closed(closed)] : [])
			);
			this.scroll_to_hours(free[0]);
			const radio = [...this.place.querySelectorAll("input")].find(({ value }) => value === wanted);
			if (radio) radio.checked = true;
			if (radio) this.choose(answer.slots.find(({ start }) => start === wanted));
		}

		build_head() {
			const { date, timezone } = this.answer;
			const day = element("strong", {}, in_words(date));
			return element(
				"div",
				{ class: "mm-times-head" },
				this.build_step(-1, "‹", __("Day before")),
				element(
					"div",
					{},
					day,
					element("div", { class: "small text-muted" }, __("Times in {0}", [timezone]))
				),
				this.build_step(1, "›", __("Day after"))
			);
		}

		build_step(days, sign, label) {
			const button = element(
				"button",
				{ type: "button", class: "btn btn-default btn-sm", "aria-label": label },
				sign
			);
			button.addEventListener("click", () =>
				this.on_day(frappe.datetime.add_days(this.answer.date, days))
			);
			return button;
		}

		build_nothing() {
			const { next_free } = this.answer;
			const told = this.tell(__("Nobody is free on this day."));
			if (!next_free) return [told];
			const label = __("Go to {0}", [in_words(next_free)], "Meeting Manager");
			const button = element(
				"button",
				{ type: "button", class: "btn btn-default btn-sm mm-next-free" },
				label
			);
			button.addEventListener("click", () => this.on_day(next_free));
			return [told, button];
		}

		build_choice(title, slots, kind = "") {
			const legend = element("legend", {}, title);
			const chips = slots.map((slot) => this.build_chip(slot));
			return element("fieldset", { class: `mm-times ${kind}` }, legend, element("div", {}, ...chips));
		}

		build_chip(slot) {
			const radio = element("input", { type: "radio", name: this.group, value: slot.start });
			radio.addEventListener("change", () => this.choose(slot));
			const there = this.zone ? element("small", {}, time_in(slot.start, this.zone)) : "";
			return element("label", { class: "mm-time" }, radio, element("span", {}, slot.time, there));
		}

		build_closed(slots) {
			const rows = fold(slots).map((run) => {
				const name = run.length > 1 ? `${run[0].time} – ${run[run.length - 1].time}` : run[0].time;
				const reasons = run[0].reasons.map((text) => element("div", {}, text));
				return element(
					"tr",
					{},
					element("th", { scope: "row" }, name),
					element("td", {}, ...reasons)
				);
			});
			const table = element("table", { class: "table table-bordered" }, element("tbody", {}, ...rows));
			const summary = element("summary", {}, __("Why not at another time?"));
			return element("details", { class: "mm-times-closed" }, summary, table);
		}

		choose(slot) {
			this.chosen = slot;
			if (this.said) this.said.replaceChildren(...(slot ? this.describe(slot) : []));
			this.on_choose(slot);
		}

		describe(slot) {
			const who = __("{0} with {1}", [slot.time, frappe.utils.comma_or(slot.with)]);
			return [element("div", {}, who), ...slot.reasons.map((text) => element("div", {}, text))];
		}

		tell(text) {
			return element("p", { class: "text-muted", "aria-live": "polite" }, text);
		}

		// Against the rules the day begins at midnight: show it from where the first free time would be.
		scroll_to_hours(first) {
			const box = this.place.querySelector(".mm-times-against > div");
			if (!box) return;
			const from = first ? first.time : "07:00";
			const chip = [...box.children].find((one) => one.textContent >= from);
			if (chip) box.scrollTop = chip.offsetTop - box.offsetTop;
		}
	};

	// Starts in a row that are not free for the same reasons are one line.
	function fold(slots) {
		const runs = [];
		for (const slot of slots) {
			const run = runs[runs.length - 1];
			if (run && String(run[0].reasons) === String(slot.reasons)) run.push(slot);
			else runs.push([slot]);
		}
		return runs;
	}

	function in_words(date) {
		const options = { weekday: "long", day: "numeric", month: "long", year: "numeric", timeZone: "UTC" };
		return new Date(`${date}T12:00Z`).toLocaleDateString(language(), options);
	}

	function time_in(start, timeZone) {
		return new Date(start).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit", timeZone });
	}

	function language() {
		return (frappe.boot.lang || "en").replace("_", "-");
	}
})();
