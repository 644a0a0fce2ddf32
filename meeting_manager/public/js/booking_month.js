// A month of days to choose from, by mouse and by keyboard: arrows go by days and weeks, Page Up and Page Down by months.
frappe.provide("meeting_manager.booking");

(function () {
	const { element, booking } = meeting_manager;
	const STEPS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };
	const MONTHS = { PageUp: -1, PageDown: 1 };

	// Dates are YYYY-MM-DD; `free` those with a time left; `choose(date)` is called with any other day.
	booking.build_month = function ({ date, today, free, choose }) {
		const title = element("b", { "aria-live": "polite" }, name_day(date, { month: "long", year: "numeric" }));
		const top = element("div", { class: "mm-month-top" }, build_step(date, -1, choose), title, build_step(date, 1, choose));
		const days = days_around(date).map((week) => element("tr", {}, ...week.map((day) => build_day(day, { date, today, free, choose }))));
		const table = element("table", {}, element("thead", {}, build_heads()), element("tbody", {}, ...days));
		table.addEventListener("keydown", (event) => go_by_key(event, date, choose));
		return element("div", { class: "mm-month" }, top, table);
	};

	function build_step(date, by, choose) {
		const label = by > 0 ? __("Next month") : __("Previous month");
		const button = element("button", { type: "button", class: "btn btn-xs btn-default", "aria-label": label });
		button.innerHTML = frappe.utils.icon(by > 0 === frappe.utils.is_rtl() ? "left" : "right", "xs");
		button.addEventListener("click", () => choose(add_months(date, by)));
		return button;
	}

	function build_heads() {
		const week = days_around("2027-03-01")[0];
		const heads = week.map((day) => {
			const attributes = { scope: "col", abbr: name_day(day, { weekday: "long" }) };
			return element("th", attributes, name_day(day, { weekday: "short" }).slice(0, 2));
		});
		return element("tr", {}, ...heads);
	}

	function build_day(day, { date, today, free, choose }) {
		const is_free = free.includes(day);
		const name = name_day(day, { weekday: "long", day: "numeric", month: "long" });
		const classes = ["mm-day"];
		if (is_free) classes.push("mm-day-free");
		if (day === today) classes.push("mm-day-today");
		if (day.slice(0, 7) !== date.slice(0, 7)) classes.push("mm-day-other");
		const attributes = {
			type: "button",
			class: classes.join(" "),
			"aria-label": is_free ? __("{0}, has free times", [name]) : name,
			"aria-pressed": day === date,
			tabindex: day === date ? 0 : -1,
			"data-date": day,
		};
		const button = element("button", attributes, String(Number(day.slice(8))));
		button.addEventListener("click", () => choose(day));
		return element("td", {}, button);
	}

	function go_by_key(event, date, choose) {
		const mirrored = frappe.utils.is_rtl() && event.key.match(/Left|Right/) ? -1 : 1;
		if (event.key in STEPS) choose(add_days(date, STEPS[event.key] * mirrored));
		else if (event.key in MONTHS) choose(add_months(date, MONTHS[event.key]));
		else return;
		event.preventDefault();
		event.stopPropagation();
	}

	// Whole weeks that hold the month of the date.
	function days_around(date) {
		const first = `${date.slice(0, 8)}01`;
		const start = frappe.datetime.get_first_day_of_the_week_index();
		let day = add_days(first, -((read(first).getUTCDay() - start + 7) % 7));
		const weeks = [];
		while (!weeks.length || day.slice(0, 7) === date.slice(0, 7)) {
			weeks.push([0, 1, 2, 3, 4, 5, 6].map((offset) => add_days(day, offset)));
			day = add_days(day, 7);
		}
		return weeks;
	}

	function read(date) {
		return new Date(`${date}T00:00:00Z`);
	}

	function add_days(date, days) {
		const moved = read(date);
		moved.setUTCDate(moved.getUTCDate() + days);
		return moved.toISOString().slice(0, 10);
	}

	// The same day of another month, or its last one.
	function add_months(date, months) {
		const moved = read(`${date.slice(0, 8)}01`);
		moved.setUTCMonth(moved.getUTCMonth() + months + 1, 0);
		const day = Math.min(Number(date.slice(8)), moved.getUTCDate());
		return `${moved.toISOString().slice(0, 8)}${String(day).padStart(2, "0")}`;
	}

	function name_day(date, options) {
		const language = (frappe.boot.lang || "en").replace("_", "-");
		return new Intl.DateTimeFormat(language, { ...options, timeZone: "UTC" }).format(read(date));
	}
})();
