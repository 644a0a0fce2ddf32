// Picking a meeting of the day board up and dropping it on another time or member, with a pointer or the keyboard alone.
frappe.provide("meeting_manager");

(function () {
	const STEP = 5;
	const FAR = 5;
	const HOLD = 350;
	const EDGE = 48;
	const [SHORTEST, LONGEST] = [15, 480];
	const KEYS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

	meeting_manager.DayBoardDrag = class DayBoardDrag {
		constructor(board) {
			this.board = board;
			const { frame } = board;
			frame.addEventListener("pointerdown", (event) => this.press(event));
			frame.addEventListener("click", (event) => this.after_drag(event), true);
			for (const name of ["touchmove", "contextmenu"]) {
				frame.addEventListener(name, (event) => this.carried && event.preventDefault(), { passive: false });
			}
		}

		is_busy() {
			return Boolean(this.carried);
		}

		// The Desk's router opens any link that is clicked on, whatever was prevented.
		after_drag(event) {
			if (!this.was_dragged) return;
			event.preventDefault();
			event.stopPropagation();
		}

		press(event) {
			const item = event.target.closest(".mm-board-meeting");
			if (!item || event.button > 0 || this.carried) return;
			const booking = this.board.booking_of(item);
			if (!this.board.may_move(booking)) return;
			const kind = event.target.closest(".mm-board-edge") ? "length" : "time";
			if (event.pointerType === "touch") this.wait(event, (gone) => setTimeout(() => gone(true), HOLD), item, booking, kind);
			else {
				event.preventDefault();
				this.board.focus(item);
				this.wait(event, null, item, booking, kind);
			}
		}

		// A mouse drags once it has moved, a finger once it has rested: one that moves before scrolls the page.
		wait(event, hold, item, booking, kind) {
			const gone = new AbortController();
			const { clientX, clientY } = event;
			const begin = (is_meant) => {
				clearTimeout(timer);
				gone.abort();
				if (is_meant) this.follow(event, item, booking, kind);
			};
			const timer = hold?.(begin);
			const listen = (name, then) => document.addEventListener(name, then, { signal: gone.signal });
			listen("pointermove", (moved) => {
				const far = Math.hypot(moved.clientX - clientX, moved.clientY - clientY) > FAR;
				if (far) begin(!hold);
			});
			listen("pointerup", () => begin(false));
			listen("pointercancel", () => begin(false));
		}

		follow(event, item, booking, kind) {
			const done = new AbortController();
			const grip = event.clientY - item.getBoundingClientRect().top;
			this.pick_up(item, booking, kind);
			this.carried.is_held = this.was_dragged = true;
			const finish = (is_dropped) => {
				done.abort();
				setTimeout(() => (this.was_dragged = false));
				if (is_dropped) this.drop();
				else this.put_back();
			};
			const listen = (name, then) => document.addEventListener(name, then, { signal: done.signal });
			listen("pointermove", (moved) => this.carry_to(moved, grip));
			listen("pointerup", () => finish(true));
			listen("pointercancel", () => finish(false));
			document.addEventListener(
				"keydown",
				(pressed) => {
					if (pressed.key !== "Escape") return;
					pressed.stopPropagation();
					finish(false);
				},
				{ signal: done.signal, capture: true }
			);
		}

		carry_to({ clientX, clientY }, grip) {
			const { board, carried } = this;
			const { frame } = board;
			const box = frame.getBoundingClientRect();
			if (clientY > box.bottom - EDGE) frame.scrollTop += 12;
			if (clientY < box.top + EDGE) frame.scrollTop -= 12;
			if (clientX > box.right - EDGE) frame.scrollLeft += 12;
			if (clientX < box.left + EDGE) frame.scrollLeft -= 12;
			const top = carried.lane.getBoundingClientRect().top;
			const minute = (y) => board.day.window[0] + Math.round((y - top) / board.scale() / STEP) * STEP;
			if (carried.kind === "length") return this.carry({ end: minute(clientY) });
			const lane = board.lanes.find((one) => {
				const { left, right } = one.getBoundingClientRect();
				return left <= clientX && clientX < right;
			});
			this.carry({ lane: lane || carried.lane, start: minute(clientY - grip) });
		}

		pick_up(item, booking, kind) {
			const lane = this.board.lane_of(item);
			const ghost = item.cloneNode(true);
			ghost.classList.add("mm-board-ghost");
			ghost.removeAttribute("href");
			item.classList.add("mm-board-carried");
			this.carried = { item, booking, kind, ghost, from: lane, lane, start: booking.start, end: booking.end };
			this.carry({});
		}

		carry(change) {
			const { board, carried } = this;
			const [low, high] = board.day.window;
			Object.assign(carried, change);
			const length = carried.booking.end - carried.booking.start;
			if (carried.kind === "length") {
				const minutes = carried.end - carried.start;
				carried.end = carried.start + Math.min(Math.max(minutes, SHORTEST), LONGEST);
			} else {
				carried.start = Math.min(Math.max(carried.start, low), high - STEP);
				carried.end = carried.start + length;
			}
			const { ghost, lane, start, end } = carried;
			ghost.querySelector(".mm-board-words").textContent = this.say();
			if (lane !== ghost.parentNode) lane.append(ghost);
			board.put(ghost, start, end);
		}

		say() {
			const { start, end } = this.carried;
			const clock = (minute) => moment.tz(minute * 60000, this.board.day.timezone).locale("en").format("HH:mm");
			return `${clock(start)}–${clock(end)}`;
		}

		async drop() {
			const { booking, kind, item, from, lane, start, end } = this.carried;
			const zone = this.board.day.timezone;
			const is_same = lane === from && start === booking.start && end === booking.end;
			const members = { member: lane.dataset.member, instead_of: from.dataset.member };
			const change = kind === "length"
				? () => meeting_manager.resize_booking({ booking, minutes: end - start, zone })
				: () => meeting_manager.move_booking({ booking, start, zone, ...members });
			const is_changed = !is_same && (await change());
			this.put_back();
			if (is_changed) await this.board.reload();
			else if (!is_same) this.board.tell(__("The meeting stays where it was."));
			const names = this.board.meetings(is_changed ? this.board.frame : from);
			this.board.focus(names.find((one) => one.dataset.booking === item.dataset.booking));
		}

		put_back() {
			const { ghost, item } = this.carried;
			ghost.remove();
			item.classList.remove("mm-board-carried");
			this.carried = null;
		}

		// True where the key was meant for what is carried, or picks something up.
		press_key(event) {
			const item = event.target.closest(".mm-board-meeting");
			if (!item || this.carried?.is_held) return false;
			const is_meant = this.carried ? this.press_while_carrying(event) : event.key === " " && this.pick_up_by_key(item);
			if (is_meant) {
				event.preventDefault();
				event.stopPropagation();
			}
			return is_meant;
		}

		pick_up_by_key(item) {
			const booking = this.board.booking_of(item);
			if (this.board.may_move(booking)) {
				this.pick_up(item, booking, "time");
				this.board.tell(__("Picked up. Arrow keys move it, Enter drops it, Escape puts it back."));
			} else this.board.tell(__("This meeting cannot be moved."));
			return true;
		}

		press_while_carrying({ key, shiftKey }) {
			const step = KEYS[key];
			if (step) this.step(step, shiftKey);
			else if (key === "Enter" || key === " ") this.drop();
			else if (key === "Escape") {
				this.put_back();
				this.board.tell(__("The meeting stays where it was."));
			} else if (key === "Tab") this.put_back();
			else return false;
			return key !== "Tab";
		}

		step([columns, steps], is_long) {
			const { lanes } = this.board;
			const { lane, start } = this.carried;
			const number = Math.min(Math.max(lanes.indexOf(lane) + columns, 0), lanes.length - 1);
			this.carry({ lane: lanes[number], start: start + steps * (is_long ? 12 : 3) * STEP });
			this.carried.ghost.scrollIntoView({ block: "nearest", inline: "nearest" });
			this.board.tell(`${this.carried.lane.getAttribute("aria-label")}, ${this.say()}`);
		}
	};
})();
