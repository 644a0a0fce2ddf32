// What stands around the day board: choice of department and date, the way to the days beside, and what keeps it up to date.
frappe.provide("meeting_manager");

(function () {
	const { element } = meeting_manager;
	const METHOD = "meeting_manager.meeting_manager.api.day_board.get_day";
	const ROUTE = "mm-day-board";
	const STORED = "mm_day_board_department";
	const ONE_MINUTE = 60000;

	meeting_manager.DayPage = class DayPage {
		constructor(page) {
			this.page = page;
			this.news = element("p", { class: "sr-only", "aria-live": "polite" });
			this.told = element("div", { class: "mm-day-told" });
			this.place = element("div", {});
			this.board = new meeting_manager.DayBoard(this.place, (text) => (this.news.textContent = text), () => this.load());
			page.main[0].append(this.build_toolbar(), this.told, this.place, this.news);
			page.main[0].addEventListener("keydown", (event) => this.press_key(event));
			page.add_menu_item(__("Calendar", null, "Meeting Manager"), () => frappe.set_route("List", "MM Meeting Booking", "Calendar", "default"));
			page.add_menu_item(__("Bookings"), () => frappe.set_route("List", "MM Meeting Booking", "List"));
			page.set_secondary_action(__("Refresh"), () => this.load(), "refresh");
			setInterval(() => this.keep_up(), ONE_MINUTE);
		}

		build_toolbar() {
			const walk = element(
				"div",
				{ class: "btn-group" },
				button("‹", __("Day Before"), () => this.walk(-1)),
				button(__("Today", null, "Meeting Manager"), "", () => this.go({ date: "" })),
				button("›", __("Day After"), () => this.walk(1))
			);
			this.date = element("input", { type: "date", class: "form-control input-sm", "aria-label": __("Date", null, "Meeting Manager") });
			this.date.addEventListener("change", () => this.date.value && this.go({ date: this.date.value }));
			this.departments = element("select", { class: "form-control input-sm", "aria-label": __("Department", null, "Meeting Manager") });
			this.departments.addEventListener("change", () => this.go({ department: this.departments.value }));
			this.title = element("h2", { class: "mm-calendar-title", "aria-live": "polite" });
			return element("div", { class: "mm-calendar-row mm-day-top" }, walk, this.date, this.departments, this.title);
		}

		show(department = "", date = "") {
			if (this.shown && !department) return this.load();
			this.asked = { department: department || localStorage.getItem(STORED) || "", date };
			return this.load({ is_new: true });
		}

		// The address holds what is shown, so that it can be kept and sent.
		go(change) {
			if (!this.shown?.department) return;
			const { department, date } = { ...this.shown, ...change };
			frappe.set_route(...[ROUTE, department, date].filter(Boolean));
			if (!date) this.show(department, "");
		}

		walk(days) {
			const date = this.shown?.date && moment.utc(this.shown.date).add(days, "days").locale("en");
			if (date) this.go({ date: date.format("YYYY-MM-DD") });
		}

		async load({ is_new = false } = {}) {
			const asked = this.asked;
			const answer = await ask(asked);
			if (asked !== this.asked || this.board.is_busy()) return;
			if (!answer) return this.forget(asked);
			this.shown = answer;
			if (answer.department) localStorage.setItem(STORED, answer.department);
			this.describe(answer);
			this.board.show(answer, { is_new });
		}

		// A department that was left or deleted meanwhile.
		forget({ department }) {
			if (localStorage.getItem(STORED) === department) localStorage.removeItem(STORED);
		}

		describe(day) {
			this.offer_departments(day);
			if (!day.department) {
				const nowhere = __("You are in no active department, so there is no day to show.");
				return this.told.replaceChildren(told(nowhere));
			}
			this.date.value = day.date;
			this.title.textContent = `${moment.utc(day.date).format("dddd")} ${frappe.datetime.str_to_user(day.date)}`;
			const texts = [say_zone(day.timezone), day.is_holiday && __("This is a holiday of the department.")];
			const lines = [told(texts.filter(Boolean).join(" "))];
			if (day.columns.length) lines.push(build_help(day.may_change));
			else lines.push(told(__("The department has no active member whom you may see.")));
			this.told.replaceChildren(...lines);
		}

		offer_departments({ departments, department }) {
			const is_known = !department || departments.includes(department);
			const choices = is_known ? departments : [department, ...departments];
			const options = choices.map((name) => new Option(name, name, false, name === department));
			this.departments.replaceChildren(...options);
			this.departments.classList.toggle("hidden", choices.length < 2);
		}

		press_key(event) {
			const days = { PageUp: -1, PageDown: 1 }[event.key];
			if (!days || event.target.closest("input, select, textarea") || this.board.is_busy()) return;
			event.preventDefault();
			this.walk(days);
		}

		keep_up() {
			const is_seen = frappe.get_route()[0] === ROUTE && !document.hidden;
			if (is_seen && !this.board.is_busy() && !document.querySelector(".modal.show")) this.load();
		}
	};

	// Frappe itself tells of a refusal.
	async function ask(asked) {
		try {
			return await frappe.xcall(METHOD, asked);
		} catch {
			return null;
		}
	}

	// The board's clocks are the department's; who has others is told what time it is there.
	function say_zone(zone) {
		const { user, system } = frappe.boot.time_zone || {};
		const own = user || system || zone;
		const clock = moment.tz(own).locale("en").format("HH:mm");
		return [__("Times in {0}.", [zone]), own !== zone && __("In {0} it is {1} now.", [own, clock])].filter(Boolean).join(" ");
	}

	function told(text) {
		return element("p", { class: "text-muted small" }, text);
	}

	function build_help(may_change) {
		const summary = element("summary", {}, __("Mouse and Keyboard"));
		const text = meeting_manager.DayBoard.help(may_change);
		return element("details", { class: "text-muted small" }, summary, element("p", {}, text));
	}

	function button(label, name, act) {
		const made = element("button", { type: "button", class: "btn btn-default btn-sm" }, label);
		if (name) made.setAttribute("aria-label", name);
		made.addEventListener("click", act);
		return made;
	}
})();
