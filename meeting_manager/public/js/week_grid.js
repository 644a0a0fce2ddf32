// The week as a grid: a column a day, a cell a half hour. It shows spans (see week_hours.js) and hands back changed ones.
frappe.provide("meeting_manager");

(function () {
	const { DAY, WEEKDAYS, to_time, ...hours } = meeting_manager.week_hours;
	const CELL = 30;
	const CELLS = DAY / CELL;
	const HOLD = 350; // milliseconds a finger rests on a cell before it paints instead of scrolling
	const ARROWS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
	const JUMPS = { PageUp: [0, -8], PageDown: [0, 8], Home: [-7, 0], End: [7, 0] };

	const clock = (minute) => to_time(minute).slice(0, 5);
	const clamp = (value, highest) => Math.min(Math.max(value, 0), highest);

	function element(tag, class_name, attributes = {}, ...children) {
		const made = document.createElement(tag);
		made.className = class_name;
		Object.entries(attributes).forEach(([name, value]) => made.setAttribute(name, value));
		made.append(...children);
		return made;
	}

	meeting_manager.WeekGrid = class WeekGrid {
		// on_change is called with the new spans; without it the week is only shown.
		constructor(parent) {
			const first = (frappe.datetime.get_first_day_of_the_week_index() + 6) % 7;
			this.days = WEEKDAYS.map((_name, index) => (index + first) % 7);
			this.spans = [];
			this.focused = { column: this.days.indexOf(0), slot: 18 };
			this.build(parent);
			this.listen();
		}

		build(parent) {
			this.cells = this.days.map(() => []);
			this.grid = element("div", "mm-week", { role: "grid", "aria-label": __("Weekly Hours") });
			this.grid.append(this.build_head(), ...Array.from({ length: CELLS }, (_, slot) => this.build_row(slot)));
			this.lanes = this.days.map((_day, column) => {
				const lane = element("div", "mm-week-lane", { "aria-hidden": "true" });
				return place(lane, "2 / -1", column + 2);
			});
			this.grid.append(...this.lanes);
			this.news = element("div", "sr-only", { "aria-live": "polite" });
			parent.replaceChildren(this.grid, this.news);
		}

		build_head() {
			this.sums = this.days.map(() => element("span", "mm-week-sum"));
			const heads = this.days.map((day, column) => {
				const name = __(WEEKDAYS[day]);
				const long = element("span", "mm-week-long", {}, name);
				const short = element("span", "mm-week-short", { "aria-hidden": "true" }, name.slice(0, 2));
				return element("div", "mm-week-day", { role: "columnheader" }, long, short, this.sums[column]);
			});
			const corner = element("div", "mm-week-corner", { role: "columnheader", "aria-label": __("Time", null, "Meeting Manager") });
			return element("div", "mm-week-row", { role: "row" }, corner, ...heads);
		}

		build_row(slot) {
			const minute = slot * CELL;
			const label = minute % 60 ? "" : clock(minute);
			const head = element("div", "mm-week-time", { role: "rowheader", "aria-label": clock(minute) }, label);
			const cells = this.days.map((_day, column) => {
				const cell = element("div", minute % 60 ? "mm-week-cell" : "mm-week-cell mm-week-hour", {
					role: "gridcell",
					tabindex: -1,
				});
				Object.assign(cell.dataset, { column, slot });
				this.cells[column].push(cell);
				return place(cell, slot + 2, column + 2);
			});
			return element("div", "mm-week-row", { role: "row" }, place(head, slot + 2, 1), ...cells);
		}

		show(spans, on_change) {
			this.spans = spans;
			this.on_change = on_change;
			this.grid.setAttribute("aria-readonly", String(!on_change));
			this.grid.classList.toggle("mm-week-editable", Boolean(on_change));
			this.days.forEach((day, column) => this.show_day(column, hours.on_day(spans, day)));
			this.move_tab_stop(this.focused);
		}

		show_day(column, parts) {
			this.lanes[column].replaceChildren(...parts.map(block));
			const worked = hours.minutes(parts);
			this.sums[column].textContent = worked ? in_hours(worked) : "–";
			this.cells[column].forEach((cell, slot) => {
				const held = hours.minutes(within(parts, slot * CELL, (slot + 1) * CELL));
				cell.dataset.held = held === CELL ? "all" : held ? "part" : "none";
				cell.setAttribute("aria-label", this.describe(column, slot, slot, in_words(held)));
			});
		}

		describe(column, first, last, what) {
			const day = __(WEEKDAYS[this.days[column]]);
			return `${day} ${clock(first * CELL)}–${clock((last + 1) * CELL)}: ${what}`;
		}

		listen() {
			this.grid.addEventListener("pointerdown", (event) => this.press(event));
			this.grid.addEventListener("keydown", (event) => this.press_key(event));
			for (const name of ["touchmove", "contextmenu"]) {
				const keep = (event) => this.dragging && event.preventDefault();
				this.grid.addEventListener(name, keep, { passive: false });
			}
			this.grid.addEventListener("focusin", (event) => {
				const at = this.find(event.target);
				if (at) this.move_tab_stop(at);
			});
			this.grid.addEventListener("focusout", (event) => {
				if (!this.grid.contains(event.relatedTarget) && !this.dragging) this.mark(null);
			});
		}

		press(event) {
			const at = this.find(event.target);
			if (!at || !this.on_change || event.button > 0) return;
			if (event.pointerType === "touch") return this.wait_for_hold(event, at);
			event.preventDefault();
			this.focus(at);
			this.drag(at);
		}

		// A finger that moves scrolls the page; one that taps changes a cell; one that rests paints.
		wait_for_hold(event, at) {
			const gone = new AbortController();
			const timer = setTimeout(() => {
				gone.abort();
				navigator.vibrate?.(10);
				this.drag(at);
			}, HOLD);
			const stop = () => {
				clearTimeout(timer);
				gone.abort();
			};
			const { clientX, clientY } = event;
			const listen = (name, then) => document.addEventListener(name, then, { signal: gone.signal });
			listen("pointercancel", stop);
			listen("pointermove", (moved) => {
				if (Math.hypot(moved.clientX - clientX, moved.clientY - clientY) > 8) stop();
			});
			listen("pointerup", () => {
				stop();
				this.change(at, at);
			});
		}

		drag(start) {
			const done = new AbortController();
			const options = { signal: done.signal };
			this.dragging = true;
			this.mark(start, start);
			const finish = (change) => {
				done.abort();
				this.dragging = false;
				const { from, to } = this.marked;
				this.mark(null);
				if (change) this.change(from, to);
			};
			document.addEventListener("pointermove", (event) => this.mark(start, this.nearest(event) || this.marked.to), options);
			document.addEventListener("pointerup", () => finish(true), options);
			document.addEventListener("pointercancel", () => finish(false), options);
			document.addEventListener("keydown", (event) => event.key === "Escape" && finish(false), options);
		}

		press_key(event) {
			const at = this.find(event.target);
			if (!at || event.ctrlKey || event.metaKey || event.altKey) return;
			const step = ARROWS[event.key] || JUMPS[event.key];
			if (step) this.go(at, step, event.shiftKey && this.on_change);
			else if (event.key === "Escape" && this.marked) this.mark(null);
			else if ([" ", "Enter"].includes(event.key) && this.on_change) this.change_marked(at);
			else return;
			event.preventDefault();
			event.stopPropagation();
		}

		go(at, [columns, slots], keeps_mark) {
			const to = { column: clamp(at.column + columns, 6), slot: clamp(at.slot + slots, CELLS - 1) };
			if (keeps_mark) this.mark(this.marked?.from || at, to);
			else this.mark(null);
			this.focus(to);
		}

		change_marked(at) {
			const { from, to } = this.marked || { from: at, to: at };
			this.mark(null);
			this.change(from, to);
		}

		// Paint or erase a rectangle of cells; what its first cell is not yet, all of them become.
		change(from, to) {
			const erases = this.cell(from).dataset.held === "all";
			const { columns, slots } = rectangle(from, to);
			const [low, high] = [slots[0] * CELL, (slots[1] + 1) * CELL];
			let spans = this.spans;
			for (let column = columns[0]; column <= columns[1]; column++) {
				const midnight = this.days[column] * DAY;
				spans = (erases ? hours.erase : hours.paint)(spans, midnight + low, midnight + high);
			}
			this.on_change(spans);
			this.news.textContent = this.describe(from.column, ...slots, in_words(erases ? 0 : CELL));
		}

		mark(from, to) {
			this.grid.querySelectorAll(".mm-week-marked").forEach((cell) => cell.classList.remove("mm-week-marked"));
			this.marked = from && { from, to };
			if (!from) return;
			const { columns, slots } = rectangle(from, to);
			for (let column = columns[0]; column <= columns[1]; column++) {
				this.cells[column].slice(slots[0], slots[1] + 1).forEach((cell) => cell.classList.add("mm-week-marked"));
			}
		}

		focus(at) {
			this.move_tab_stop(at);
			this.cell(at).focus({ preventScroll: this.dragging });
		}

		move_tab_stop(at) {
			this.cell(this.focused).tabIndex = -1;
			this.focused = at;
			this.cell(at).tabIndex = 0;
		}

		cell({ column, slot }) {
			return this.cells[column][slot];
		}

		find(target) {
			const { column, slot } = target.closest?.(".mm-week-cell")?.dataset || {};
			return column && { column: Number(column), slot: Number(slot) };
		}

		// The cell under the pointer, or the one it left the grid at.
		nearest({ clientX, clientY }) {
			const [low, high] = [this.cells[0][0], this.cells[6][CELLS - 1]].map((cell) => cell.getBoundingClientRect());
			const x = Math.min(Math.max(clientX, low.left + 1), high.right - 1);
			const y = Math.min(Math.max(clientY, low.top + 1), high.bottom - 1);
			return this.find(document.elementFromPoint(x, y) || this.grid);
		}
	};

	function place(item, row, column) {
		Object.assign(item.style, { gridRow: row, gridColumn: column });
		return item;
	}

	function block({ span, start, end, comes_from_before, goes_on }) {
		const times = [span.start, span.end].map((minute) => element("span", "", {}, clock(minute)));
		const made = element("div", "mm-week-block", {}, ...times);
		made.style.top = `${(100 * start) / DAY}%`;
		made.style.height = `${(100 * (end - start)) / DAY}%`;
		made.classList.toggle("mm-week-from-before", comes_from_before);
		made.classList.toggle("mm-week-goes-on", goes_on);
		return made;
	}

	function within(parts, low, high) {
		return parts
			.map(({ start, end }) => ({ start: Math.max(start, low), end: Math.min(end, high) }))
			.filter(({ start, end }) => start < end);
	}

	function rectangle(from, to) {
		const range = (one, other) => [Math.min(one, other), Math.max(one, other)];
		return { columns: range(from.column, to.column), slots: range(from.slot, to.slot) };
	}

	function in_words(held) {
		return held === CELL ? __("working") : held ? __("working in part") : __("not working");
	}

	// 28:10 h
	function in_hours(minutes) {
		return __("{0} h", [`${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`], "Meeting Manager");
	}

	meeting_manager.in_hours = in_hours;
})();
