// The page of bookings that hours, holidays, busy times or membership no longer allow: settled one by one or together.
frappe.provide("meeting_manager");

(function () {
	const { element } = meeting_manager;
	const API = "meeting_manager.meeting_manager.api.";
	const OPERATION = "MM Operation";
	const PAUSE = 300; // milliseconds without another choice before what would happen is asked

	meeting_manager.AffectedBoard = class {
		constructor(wrapper) {
			this.page = frappe.ui.make_app_page({
				parent: wrapper,
				title: __("Affected Bookings"),
				single_column: true,
			});
			this.filters = {
				department: this.add_filter("department", __("Department", null, "Meeting Manager"), "MM Department"),
				member: this.add_filter("member", __("Member"), "MM Member Profile"),
			};
			this.page.set_secondary_action(__("Refresh"), () => this.load(), "refresh");
			this.undo_place = element("div", { class: "mm-undo", role: "status" });
			this.tools = this.build_tools();
			this.list = element("ul", { class: "mm-affected-list" });
			this.bar = this.build_bar();
			const board = element(
				"div",
				{ class: "mm-affected-board" },
				this.undo_place,
				this.tools,
				this.list,
				this.bar
			);
			this.page.main.append(board);
			this.preview_soon = frappe.utils.debounce(() => this.preview(), PAUSE);
		}

		add_filter(fieldname, label, options) {
			const change = () => this.load();
			return this.page.add_field({ fieldname, label, fieldtype: "Link", options, change });
		}

		async show() {
			const given = frappe.route_options || {};
			frappe.route_options = null;
			for (const name of Object.keys(this.filters)) {
				if (given[name]) await this.filters[name].set_value(given[name]);
			}
			await Promise.all([this.load(true), this.find_undoable()]);
		}

		asked() {
			const values = Object.entries(this.filters).map(([name, field]) => [
				name,
				field.get_value() || "",
			]);
			return Object.fromEntries(values);
		}

		// Frappe tells of a filter more than once; whatever is asked last is shown.
		async load(is_anew = false) {
			const asked = this.asked();
			const key = JSON.stringify(asked);
			if (is_anew !== true && key === this.shown) return;
			this.shown = key;
			this.say(__("Looking for bookings that the rules no longer allow …"));
			const answer = await call("affected.list_affected", asked);
			if (key === this.shown) this.fill(answer || { total: 0, bookings: [] });
		}

		fill({ total, bookings }) {
			this.rows = bookings.map(
				(booking) => new meeting_manager.AffectedBooking(booking, () => this.change())
			);
			this.tools.hidden = this.bar.hidden = !bookings.length;
			if (!bookings.length) {
				this.say(__("No booking lies outside the rules."), "mm-affected-none");
				return;
			}
			const more = __("The first {0} of {1}. The others come once these are settled.", [
				bookings.length,
				total,
			]);
			this.list.replaceChildren(...this.rows.map(({ card }) => card));
			if (total > bookings.length) this.list.append(element("li", { class: "text-muted" }, more));
			this.change();
		}

		say(text, kind = "text-muted") {
			this.rows = [];
			this.list.replaceChildren(element("li", { class: kind }, text));
			this.tools.hidden = this.bar.hidden = true;
		}

		build_tools() {
			const doings = [
				["reassign", __("Reassign to the Best Colleague")],
				["move", __("Move to the Nearest Time")],
				["keep", __("Keep as It Is")],
				["", __("Decide Later")],
			];
			const buttons = doings.map(([name, label]) => {
				const button = element("button", { type: "button", class: "btn btn-default btn-sm" }, label);
				button.addEventListener("click", () => this.choose_together(name));
				return button;
			});
			const help = element("span", { class: "text-muted small" }, __("For those ticked, or all:"));
			return element("div", { class: "mm-affected-tools" }, help, ...buttons);
		}

		choose_together(name) {
			const ticked = this.rows.filter(({ tick }) => tick.checked);
			(ticked.length ? ticked : this.rows).forEach((row) => row.choose(name));
			this.change();
		}

		build_bar() {
			this.outlook = element("div", { class: "mm-outlook", role: "status" });
			this.note = element("input", {
				type: "text",
				class: "form-control",
				maxlength: 500,
				placeholder: __("Reason, kept in the history"),
				"aria-label": __("Reason, kept in the history"),
			});
			this.note.addEventListener("input", () => this.change());
			this.at_once = element("input", { type: "checkbox" });
			this.button = element(
				"button",
				{ type: "button", class: "btn btn-primary btn-sm" },
				__("Settle")
			);
			this.button.addEventListener("click", () => this.settle());
			const told = element(
				"label",
				{ class: "mm-at-once" },
				this.at_once,
				" ",
				__("Tell people at once")
			);
			return element("div", { class: "mm-affected-bar" }, this.outlook, this.note, told, this.button);
		}

		get reason() {
			return this.note.value.trim();
		}

		get decisions() {
			return this.rows.map(({ decision }) => decision).filter(Boolean);
		}

		change() {
			this.button.disabled = true;
			this.button.textContent = __("Settle");
			this.outlook.replaceChildren(
				this.decisions.length
					? __("Looking what would happen …")
					: __("Choose what to do with each booking.")
			);
			this.preview_soon();
		}

		async preview() {
			const { decisions, reason: note } = this;
			const asked = JSON.stringify(decisions);
			if (!decisions.length) return;
			const answer = await call("affected.preview_settle_affected", { decisions: asked, note });
			if (!answer || asked !== JSON.stringify(this.decisions) || note !== this.reason) return;
			this.tell_refusals(answer);
			this.outlook.replaceChildren(in_words(answer));
			this.button.textContent = __("Settle {0}", [answer.changed]);
			this.button.disabled = !answer.changed;
		}

		tell_refusals({ bookings }) {
			for (const { booking, why_not } of bookings) {
				this.rows.find((row) => row.booking.booking === booking)?.refuse(why_not);
			}
		}

		async settle() {
			const { decisions } = this;
			const note = this.reason;
			if (!note && decisions.some(({ action }) => action === "keep")) {
				frappe.show_alert({
					message: __("Say why bookings are kept as they are"),
					indicator: "orange",
				});
				this.note.focus();
				return;
			}
			this.button.disabled = true;
			const values = {
				decisions: JSON.stringify(decisions),
				note,
				tell_at_once: this.at_once.checked ? 1 : 0,
			};
			const answer = await call("affected.settle_affected", values);
			if (!answer) return this.change();
			if (answer.operation) this.offer_undo(answer.operation, answer.undo_until, in_words(answer));
			await this.load(true);
			this.tell_refusals(answer);
			this.note.value = "";
		}

		// An operation of the last minutes is offered too where the page is opened anew.
		async find_undoable() {
			const mine = {
				kind: "Settle Affected",
				operated_by: frappe.session.user,
				undone_at: ["is", "not set"],
			};
			const [last] = await frappe.db.get_list(OPERATION, {
				filters: { ...mine, undo_until_utc_minute: [">=", Math.ceil(Date.now() / 60000)] },
				fields: ["name", "bookings", "undo_until_utc_minute"],
				order_by: "creation desc",
				limit: 1,
			});
			const until = last && new Date(last.undo_until_utc_minute * 60000).toISOString();
			if (last) this.offer_undo(last.name, until, __("{0} bookings were settled", [last.bookings]));
		}

		offer_undo(operation, until, told) {
			const left = element("span", { class: "text-muted", "aria-hidden": "true" });
			const button = element("button", { type: "button", class: "btn btn-default btn-sm" }, __("Undo", null, "Meeting Manager"));
			button.addEventListener("click", () => this.undo(operation));
			this.undo_place.replaceChildren(element("span", {}, told), button, left);
			clearInterval(this.clock);
			const count = () => {
				const seconds = Math.floor((new Date(until) - Date.now()) / 1000);
				if (seconds < 0) this.end_undo();
				else
					left.textContent = __("{0} left", [
						`${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`,
					]);
			};
			this.clock = setInterval(count, 1000);
			count();
		}

		end_undo() {
			clearInterval(this.clock);
			this.undo_place.replaceChildren();
		}

		async undo(operation) {
			const answer = await call("bulk.undo_operation", { operation });
			if (!answer) return;
			this.end_undo();
			frappe.show_alert({
				message: __("{0} bookings are as they were", [answer.undone]),
				indicator: "green",
			});
			await this.load(true);
		}
	};

	function in_words({ summary, refused }) {
		const { reassigned, moved, kept, told } = summary;
		const done = __("{0} reassigned, {1} moved, {2} kept; customers told: {3}", [
			reassigned,
			moved,
			kept,
			told,
		]);
		return refused ? __("{0}. Not possible: {1}", [done, refused]) : done;
	}

	// Frappe itself tells of a refusal.
	async function call(method, values) {
		try {
			return await frappe.xcall(API + method, values);
		} catch {
			return null;
		}
	}
})();
