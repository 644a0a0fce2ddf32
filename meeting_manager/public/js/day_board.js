// A day as a column for each member: hours, what takes their time, and the meetings, to be read and reached with the keyboard.
frappe.provide("meeting_manager");

(function () {
	const { element } = meeting_manager;
	const ARROWS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
	const OPEN = ["Pending", "Confirmed", "Rescheduled"];
	const SHORT = 25;

	meeting_manager.DayBoard = class DayBoard {
		// What is given: where it stands, what reads news out, and what loads the day anew.
		constructor(place, tell, reload) {
			Object.assign(this, { place, tell, reload, lanes: [] });
			this.frame = element("div", { class: "mm-board", tabindex: -1 });
			place.append(this.frame);
			this.frame.addEventListener("keydown", (event) => this.press_key(event));
			this.drag = new meeting_manager.DayBoardDrag(this);
		}

		static help(may_change) {
			const reading = __("Arrow keys go from meeting to meeting, Enter opens one, Page Up and Page Down change the day.");
			const moving = __("Drag a meeting to move it, and its lower edge to change its length; with the keyboard, Space picks one up, arrow keys move it, Enter drops it and Escape puts it back.");
			return may_change ? `${reading} ${moving}` : reading;
		}

		is_busy() {
			return this.drag.is_busy();
		}

		show(day, { is_new }) {
			const [top, focused] = [this.frame.scrollTop, this.frame.contains(document.activeElement)];
			const name = document.activeElement?.dataset?.booking;
			this.day = day;
			this.lanes = (day.columns || []).map((column) => this.build_lane(column));
			this.frame.replaceChildren(...this.build());
			this.frame.classList.toggle("hidden", !this.lanes.length);
			this.set_tab_stop(this.meetings()[0]);
			if (focused && name) this.focus(this.meetings().find((one) => one.dataset.booking === name));
			this.frame.scrollTop = is_new ? this.first_look() : top;
		}

		build() {
			if (!this.lanes.length) return [];
			const { day, lanes } = this;
			const heads = day.columns.map((column) => this.build_head(column));
			const marks = day.hours.map(({ minute, label }) => at(element("span", {}, label), minute - day.window[0]));
			const corner = element("div", { class: "mm-board-corner" });
			const clock = element("div", { class: "mm-board-clock", "aria-hidden": "true" }, ...marks);
			const grid = element("div", { class: "mm-board-grid" }, corner, ...heads, clock, ...lanes, ...this.build_now());
			grid.style.setProperty("--mm-lanes", lanes.length);
			grid.style.setProperty("--mm-length", day.window[1] - day.window[0]);
			return [grid];
		}

		build_head({ name, working_words, is_bookable }) {
			const hours = is_bookable ? working_words.join(", ") || __("Off", null, "Meeting Manager") : __("Cannot be booked");
			return element("div", { class: "mm-board-head" }, element("strong", {}, name), element("span", {}, hours));
		}

		build_lane(column) {
			const lane = element("div", { class: "mm-board-lane", role: "group", "aria-label": column.name });
			lane.dataset.member = column.member;
			const own = this.day.bookings.filter(({ members }) => members.includes(column.member));
			lane.append(
				...column.working.map(([start, end]) => this.put(element("div", { class: "mm-board-open" }), start, end)),
				...column.busy.map((busy) => this.put(absence(busy.title || __("Busy")), busy.start, busy.end)),
				...column.taken.map(([start, end]) => this.put(absence(__("Another meeting")), start, end)),
				...beside_each_other(own).map(({ booking, place, places }) => this.build_meeting(booking, place, places))
			);
			return lane;
		}

		build_meeting(booking, place, places) {
			const { customer_name, meeting, words, status, name } = booking;
			const label = [words, customer_name, meeting, __(status)].filter(Boolean).join(", ");
			const made = element(
				"a",
				{
					class: `mm-board-meeting mm-${status.toLowerCase()}`,
					href: frappe.utils.get_form_link("MM Meeting Booking", name),
					title: label,
					"aria-label": label,
					tabindex: -1,
					draggable: "false",
				},
				element("span", { class: "mm-board-words" }, words),
				element("strong", {}, customer_name),
				element("span", {}, meeting)
			);
			made.dataset.booking = name;
			made.classList.toggle("mm-board-short", booking.end - booking.start <= SHORT);
			made.style.setProperty("--mm-place", place / places);
			made.style.setProperty("--mm-share", 1 / places);
			if (this.may_move(booking)) made.append(element("span", { class: "mm-board-edge" }));
			return this.put(made, booking.start, booking.end);
		}

		build_now() {
			const { now, window } = this.day;
			if (now < window[0] || now >= window[1]) return [];
			const line = element("div", { class: "mm-board-now", "aria-hidden": "true" });
			return [at(line, now - window[0])];
		}

		may_move({ status }) {
			return this.day.may_change && OPEN.includes(status);
		}

		// Cut to the day.
		put(item, start, end) {
			const [low, high] = this.day.window;
			const from = Math.max(start, low);
			item.style.setProperty("--mm-minutes", Math.min(end, high) - from);
			return at(item, from - low);
		}

		// Where the day begins for somebody, or it is now.
		first_look() {
			const { columns, now, window } = this.day;
			const starts = (columns || []).flatMap(({ working }) => working.map(([start]) => start));
			const begin = now > window[0] && now < window[1] ? now - 60 : Math.min(...starts, window[1]);
			const [minute, scale] = [begin === window[1] ? 8 * 60 : begin - window[0], this.scale()];
			return Math.max(0, (minute - 30) * scale);
		}

		// Pixels of a minute.
		scale() {
			const lane = this.lanes[0];
			return lane ? lane.getBoundingClientRect().height / (this.day.window[1] - this.day.window[0]) : 1;
		}

		meetings(lane = this.frame) {
			return [...lane.querySelectorAll(".mm-board-meeting:not(.mm-board-ghost)")];
		}

		booking_of(item) {
			return this.day.bookings.find(({ name }) => name === item.dataset.booking);
		}

		lane_of(item) {
			return item.closest(".mm-board-lane");
		}

		focus(item) {
			if (!item) return;
			this.set_tab_stop(item);
			item.focus();
		}

		set_tab_stop(item) {
			this.meetings().forEach((one) => (one.tabIndex = one === item ? 0 : -1));
		}

		press_key(event) {
			if (event.ctrlKey || event.metaKey || event.altKey) return;
			if (this.drag.press_key(event)) return;
			const item = event.target.closest(".mm-board-meeting");
			const step = ARROWS[event.key];
			if (!item || !step) return;
			event.preventDefault();
			this.focus(step[0] ? this.across(item, step[0]) : this.along(item, step[1]));
		}

		along(item, step) {
			const meetings = this.meetings(this.lane_of(item)).sort((one, other) => this.start_of(one) - this.start_of(other));
			return meetings[meetings.indexOf(item) + step];
		}

		// The one nearest in time in the next column that has any.
		across(item, step) {
			const start = this.start_of(item);
			for (let number = this.lanes.indexOf(this.lane_of(item)) + step; this.lanes[number]; number += step) {
				const far = (one) => Math.abs(this.start_of(one) - start);
				const [nearest] = this.meetings(this.lanes[number]).sort((one, other) => far(one) - far(other));
				if (nearest) return nearest;
			}
			return null;
		}

		start_of(item) {
			return this.booking_of(item).start;
		}
	};

	function at(item, minute) {
		item.style.setProperty("--mm-at", minute);
		return item;
	}

	function absence(title) {
		return element("div", { class: "mm-board-busy", title }, title);
	}

	// Of meetings that share time, each gets a place among as many as share it at most.
	function beside_each_other(bookings) {
		const placed = [];
		let [group, until] = [[], -Infinity];
		const close = () => {
			const places = Math.max(0, ...group.map(({ place }) => place)) + 1;
			group.forEach((one) => placed.push({ ...one, places }));
			group = [];
		};
		for (const booking of [...bookings].sort((one, other) => one.start - other.start)) {
			if (booking.start >= until) close();
			const taken = group.filter((one) => one.booking.end > booking.start).map((one) => one.place);
			let place = 0;
			while (taken.includes(place)) place++;
			group.push({ booking, place });
			until = Math.max(group.length > 1 ? until : -Infinity, booking.end);
		}
		close();
		return placed;
	}
})();
