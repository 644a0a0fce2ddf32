// Frappe's calendar of bookings: colours by status, filters, times on the user's clocks, and moves that the server judges first.
// Frappe 15 has FullCalendar 3 below, Frappe 16 has FullCalendar 6; dates are wall time there, whatever the browser's zone is.
(function () {
	const DOCTYPE = "MM Meeting Booking";
	const OPEN = ["Pending", "Confirmed", "Rescheduled"];
	const STATUSES = [...OPEN, "Completed", "No-Show", "Cancelled"];
	const WALL = "YYYY-MM-DD[T]HH:mm:ss";
	const VIEWS = [
		{ name: "month", label: __("Month", null, "Meeting Manager"), old: "month", now: "dayGridMonth" },
		{ name: "week", label: __("Week", null, "Meeting Manager"), old: "agendaWeek", now: "timeGridWeek" },
		{ name: "day", label: __("Day", null, "Meeting Manager"), old: "agendaDay", now: "timeGridDay" },
		{ name: "list", label: __("List"), old: "listWeek", now: "listWeek" },
	];
	const STORED = "mm_calendar_view";
	const { element } = meeting_manager;
	const base = () => frappe.views.Calendar.prototype;

	frappe.views.calendar[DOCTYPE] = {
		field_map: { id: "name", start: "start", end: "end", title: "title", allDay: "allDay" },
		get_events_method: "meeting_manager.meeting_manager.api.booking_calendar.get_events",

		setup_options(defaults) {
			base().setup_options.call(this, defaults);
			Object.assign(this.cal_options, common_options(), is_old() ? old_options(this) : new_options(this));
		},

		make() {
			this.mm = { hidden: new Set(["Cancelled"]), department: "", member: "" };
			this.parent.addClass("mm-calendar").append(build_toolbar(this));
			base().make.call(this);
			show_title(this);
		},

		set_css() {},

		get_args(start, end) {
			const { department, member } = this.mm;
			const filters = this.list_view.filter_area?.get() || [];
			return { start: to_iso(wall_of(start)), end: to_iso(wall_of(end)), department, member, filters };
		},

		prepare_events(answer) {
			this.mm.cut.classList.toggle("hidden", !answer.is_cut);
			return (answer.events || [])
				.filter(({ status }) => !this.mm.hidden.has(status))
				.map((booking) => to_event(booking));
		},

		async update_event(event, revert) {
			const { booking } = event.extendedProps || event;
			const shown = to_event(booking);
			const [start, end] = [event.start, event.end].map(wall_of);
			const is_moved = start !== shown.start;
			const minutes = booking.end - booking.start + minutes_between(shown.end, end);
			const is_done = is_moved
				? await meeting_manager.move_booking({ booking, start: to_minute(start), zone: zone() })
				: await meeting_manager.resize_booking({ booking, minutes, zone: zone() });
			if (is_done) this.refresh();
			else revert();
		},
	};

	const is_old = () => !frappe.FullCalendar;
	const view_of = (name) => VIEWS.find((view) => [view.old, view.now].includes(name)) || VIEWS[1];
	const id_of = (view) => (is_old() ? view.old : view.now);
	const call = (calendar, method, ...args) =>
		calendar.fullCalendar ? calendar.fullCalendar[method](...args) : calendar.$cal.fullCalendar(method, ...args);

	// Between instants and the user's clocks.

	function zone() {
		return frappe.boot.time_zone?.user || frappe.boot.time_zone?.system || moment.tz.guess();
	}

	function wall_of(date) {
		return date.format ? date.clone().locale("en").format(WALL) : date.toISOString().slice(0, 19);
	}

	function to_wall(minute) {
		return moment.tz(minute * 60000, zone()).locale("en").format(WALL);
	}

	function to_minute(wall) {
		return moment.tz(wall, zone()).valueOf() / 60000;
	}

	function to_iso(wall) {
		return new Date(to_minute(wall) * 60000).toISOString();
	}

	function minutes_between(one, other) {
		return moment.utc(other).diff(moment.utc(one), "minutes");
	}

	// Events, and what FullCalendar is told.

	function to_event(booking) {
		const who = booking.assigned_to.join(", ");
		const [start, end] = [booking.start, booking.end].map(to_wall);
		const title = `${booking.customer_name} · ${who}`;
		const status = booking.status.toLowerCase();
		const parts = [`${start.slice(11, 16)}–${end.slice(11, 16)}`, booking.customer_name, booking.meeting, who, __(booking.status), booking.booking_reference];
		return {
			id: booking.name,
			name: booking.name,
			title,
			start,
			end,
			allDay: false,
			className: ["mm-event", `mm-${status}`],
			editable: OPEN.includes(booking.status) && frappe.model.can_write(DOCTYPE),
			tooltip: parts.filter(Boolean).join(", "),
			booking,
		};
	}

	function common_options() {
		return {
			now: () => to_wall(Date.now() / 60000),
			allDaySlot: false,
			slotEventOverlap: false,
			displayEventEnd: false,
			snapDuration: "00:05:00",
			scrollTime: "08:00:00",
			height: Math.max(480, window.innerHeight - 300),
			selectable: frappe.model.can_create(DOCTYPE),
		};
	}

	function first_view() {
		const stored = localStorage.getItem(STORED);
		const view = VIEWS.find(({ name }) => name === stored) || (window.innerWidth < 768 ? VIEWS[3] : VIEWS[1]);
		return id_of(view);
	}

	function old_options(calendar) {
		return {
			header: false,
			defaultView: first_view(),
			firstDay: 1,
			eventLimit: 6,
			timeFormat: "HH:mm",
			slotLabelFormat: "HH:mm",
			noEventsMessage: __("No meetings"),
			views: { agendaWeek: { columnFormat: "ddd D MMM" } },
			eventRender: (event, item) => name_event(item[0], event.tooltip, true),
			viewRender: (view) => note_view(calendar, view.name),
			select: (start, end, _event, view) => book(calendar, wall_of(start), view.name),
			dayClick: () => false,
		};
	}

	function new_options(calendar) {
		const clock = { hour: "2-digit", minute: "2-digit", hour12: false };
		return {
			timeZone: "UTC",
			headerToolbar: false,
			initialView: first_view(),
			dayMaxEvents: 6,
			eventDisplay: "block",
			eventInteractive: true,
			eventTimeFormat: clock,
			slotLabelFormat: clock,
			noEventsContent: __("No meetings"),
			views: { timeGridWeek: { dayHeaderFormat: { weekday: "short", day: "numeric", month: "short" } } },
			eventDidMount: ({ el, event }) => name_event(el, event.extendedProps.tooltip, false),
			datesSet: ({ view }) => note_view(calendar, view.type),
			select: ({ start, view }) => book(calendar, wall_of(start), view.type),
			dateClick: () => {},
		};
	}

	function name_event(item, tooltip, is_to_be_reached) {
		item.title = tooltip;
		const target = item.querySelector("a") && item.tagName === "TR" ? item.querySelector("a") : item;
		target.setAttribute("aria-label", tooltip);
		if (!is_to_be_reached) return;
		target.tabIndex = 0;
		target.addEventListener("keydown", ({ key }) => key === "Enter" && target.click());
	}

	function book(calendar, wall, view) {
		if (view_of(view).name === "month") return;
		const start_datetime = moment
			.tz(wall, zone())
			.tz(frappe.boot.time_zone?.system || zone())
			.locale("en")
			.format("YYYY-MM-DD HH:mm:ss");
		frappe.new_doc(DOCTYPE, { start_datetime, department: calendar.mm.department || undefined });
	}

	// What stands above it.

	function build_toolbar(calendar) {
		const walk = element(
			"div",
			{ class: "btn-group" },
			button("‹", () => call(calendar, "prev"), __("Before", null, "Meeting Manager")),
			button(__("Today", null, "Meeting Manager"), () => call(calendar, "today")),
			button("›", () => call(calendar, "next"), __("After", null, "Meeting Manager"))
		);
		const views = element("div", { class: "btn-group", role: "group", "aria-label": __("View", null, "Meeting Manager") });
		VIEWS.forEach((view) => {
			const choose = button(view.label, () => call(calendar, "changeView", id_of(view)));
			choose.dataset.view = view.name;
			views.append(choose);
		});
		const title = element("h2", { class: "mm-calendar-title", "aria-live": "polite" });
		const cut = element("p", { class: "text-warning hidden" }, __("Not all meetings are shown. Choose a department or a member."));
		Object.assign(calendar.mm, { title, views, cut });
		const top = element("div", { class: "mm-calendar-row" }, walk, title, views);
		const filters = element("div", { class: "mm-calendar-row mm-calendar-filters" }, ...build_filters(calendar));
		return element("div", { class: "mm-calendar-top" }, top, filters, build_legend(calendar), cut);
	}

	function button(label, act, name = "") {
		const made = element("button", { type: "button", class: "btn btn-default btn-sm" }, label);
		if (name) made.setAttribute("aria-label", name);
		made.addEventListener("click", act);
		return made;
	}

	function build_filters(calendar) {
		const places = [
			["department", "MM Department", __("Department", null, "Meeting Manager")],
			["member", "MM Member Profile", __("Member")],
		].map(([fieldname, options, label]) => {
			const place = element("div", { class: "mm-calendar-filter" });
			const control = frappe.ui.form.make_control({
				parent: place,
				df: { fieldname, fieldtype: "Link", options, label, placeholder: label, change: narrow },
				only_input: true,
				render_input: true,
			});
			control.$input.attr("aria-label", label);
			function narrow() {
				const value = control.get_value() || "";
				if (value === calendar.mm[fieldname]) return;
				calendar.mm[fieldname] = value;
				calendar.refresh();
			}
			return place;
		});
		const told = element("span", { class: "mm-calendar-told text-muted small" }, __("Times in {0}", [zone()]));
		const board = button(__("Day Board"), () => frappe.set_route("mm-day-board"));
		return [...places, told, board];
	}

	function build_legend(calendar) {
		const legend = element("div", { class: "mm-calendar-row", role: "group", "aria-label": __("Status") });
		STATUSES.forEach((status) => {
			const chip = button(__(status), () => {
				const { hidden } = calendar.mm;
				if (!hidden.delete(status)) hidden.add(status);
				chip.setAttribute("aria-pressed", String(!hidden.has(status)));
				calendar.refresh();
			});
			chip.className = `mm-chip mm-${status.toLowerCase()}`;
			chip.setAttribute("aria-pressed", String(!calendar.mm.hidden.has(status)));
			legend.append(chip);
		});
		return legend;
	}

	function note_view(calendar, name) {
		const view = view_of(name);
		localStorage.setItem(STORED, view.name);
		for (const choose of calendar.mm.views.children) {
			const is_chosen = choose.dataset.view === view.name;
			choose.classList.toggle("active", is_chosen);
			choose.setAttribute("aria-pressed", String(is_chosen));
		}
		setTimeout(() => show_title(calendar));
	}

	function show_title(calendar) {
		const view = calendar.fullCalendar ? calendar.fullCalendar.view : calendar.$cal.fullCalendar("getView");
		calendar.mm.title.textContent = view.title;
	}
})();
