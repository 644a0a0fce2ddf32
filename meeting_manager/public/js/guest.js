/* The guest pages work without this file. It loads months and times in place, shows them in the guest's own
   time zone too, and sends the forms without leaving the page. */
(() => {
	"use strict";
	const API = "/api/method/meeting_manager.meeting_manager.api.public.";
	const ownZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
	const language = document.documentElement.lang;
	const isRightToLeft = document.documentElement.dir === "rtl";
	const STEPS = { ArrowLeft: isRightToLeft ? 1 : -1, ArrowRight: isRightToLeft ? -1 : 1, ArrowUp: -7, ArrowDown: 7 };

	const find = (selector, root = document) => root.querySelector(selector);
	const fill = (text, ...values) => text.replace(/\{(\d)\}/g, (_match, index) => values[index]);
	const make = (tag, properties, ...children) => {
		const element = Object.assign(document.createElement(tag), properties);
		element.append(...children);
		return element;
	};

	async function call(method, values) {
		const headers = { "Content-Type": "application/json", Accept: "application/json" };
		const token = find('meta[name="csrf-token"]');
		if (token) headers["X-Frappe-CSRF-Token"] = token.content;
		const response = await fetch(API + method, { method: "POST", headers, body: JSON.stringify(values) });
		const answer = await response.json();
		if (!response.ok) throw Object.assign(new Error(), { refusal: read(answer._server_messages) });
		return answer.message;
	}

	/* Frappe's messages: a JSON list of JSON objects, their text HTML */
	function read(messages) {
		const html = JSON.parse(messages || "[]").map((entry) => JSON.parse(entry).message);
		return new DOMParser().parseFromString(html.join(" "), "text/html").body.textContent;
	}

	/* Days are "YYYY-MM-DD", months "YYYY-MM"; as dates they stand at noon UTC, away from every change of clocks. */
	const asDate = (day) => new Date(`${day.padEnd(10, "-01")}T12:00Z`);
	const addDays = (day, count) => new Date(+asDate(day) + count * 864e5).toISOString().slice(0, 10);
	const addMonths = (month, count) => {
		const date = asDate(month);
		date.setUTCMonth(date.getUTCMonth() + count);
		return date.toISOString().slice(0, 7);
	};
	const format = (date, zone, options) =>
		new Intl.DateTimeFormat(language, { timeZone: zone, ...options }).format(date);
	const dayInWords = (date, zone = "UTC") => format(date, zone, { dateStyle: "full" });
	const zoneInWords = (date, zone) => {
		const parts = new Intl.DateTimeFormat(language, { timeZone: zone, timeZoneName: "long" }).formatToParts(date);
		return `${parts.find((part) => part.type === "timeZoneName").value} (${zone})`;
	};
	/* "YYYY-MM-DD HH:MM" on the clocks of a zone: how Swedes write it */
	const wall = (date, zone) =>
		new Intl.DateTimeFormat("sv", { timeZone: zone, dateStyle: "short", timeStyle: "short" }).format(date);

	function startPicker(card) {
		const settings = JSON.parse(card.dataset.picker);
		const texts = settings.texts;
		const [form, days, times, rest] = ["form[method=post]", "#days", "#times", "#rest"].map((part) => find(part, card));
		const [back, forward] = days.querySelectorAll(".step");
		const freeDays = () => [...days.querySelectorAll("td button")];
		const pressed = () => find('[aria-pressed="true"]', days);
		const offer = { department_slug: settings.department, meeting_type_slug: settings.type };
		if (settings.token) offer.reschedule_token = settings.token;
		let { zone, month } = settings;
		let day = pressed()?.value;

		/* Only the newest request for a part of the page may draw it. */
		async function load(part, method, values, draw) {
			const turn = (part.turn = (part.turn || 0) + 1);
			part.ariaBusy = true;
			let answer, problem;
			try {
				answer = await call(method, { ...offer, timezone: zone, ...values });
			} catch (error) {
				problem = error.refusal || texts.offline;
			}
			if (turn !== part.turn) return;
			part.ariaBusy = false;
			draw(answer, problem);
		}

		function showMonth(next) {
			month = next;
			const first = `${month}-01`;
			const values = {
				start_date: first < settings.today ? settings.today : first,
				end_date: addDays(`${addMonths(month, 1)}-01`, -1),
			};
			return load(days, "get_available_dates", values, (answer, problem) => {
				drawMonth(answer?.available_dates || []);
				if (problem) find("#month-note").textContent = problem;
			});
		}

		function drawMonth(free) {
			find("h3", days).textContent = format(asDate(month), "UTC", { month: "long", year: "numeric" });
			back.value = month > settings.today.slice(0, 7) ? addMonths(month, -1) : "";
			forward.value = month < addMonths(settings.today.slice(0, 7), settings.ahead) ? addMonths(month, 1) : "";
			for (const step of [back, forward]) step.disabled = !step.value;
			const lead = (asDate(month).getUTCDay() + 6 - settings.firstWeekday) % 7;
			const weeks = [];
			for (let week = addDays(month, -lead); week.slice(0, 7) <= month; week = addDays(week, 7)) {
				weeks.push(make("tr", {}, ...Array.from({ length: 7 }, (_, offset) => drawDay(addDays(week, offset), free))));
			}
			find("tbody", days).replaceChildren(...weeks);
			find("#month-note").textContent = free.length ? "" : texts.noDays;
			rove();
		}

		function drawDay(date, free) {
			if (date.slice(0, 7) !== month) return make("td", {});
			const isFree = free.includes(date);
			const inner = make(isFree ? "button" : "span", { textContent: +date.slice(8) });
			if (isFree) Object.assign(inner, { name: "date", value: date, ariaLabel: dayInWords(asDate(date)) });
			if (isFree && date === day) inner.ariaPressed = true;
			if (date === settings.today) inner.className = "today";
			return make("td", {}, inner);
		}

		/* One stop for the Tab key; the arrow keys go from free day to free day, across the months. */
		function rove(stop = pressed() || freeDays()[0]) {
			for (const other of freeDays()) other.tabIndex = other === stop ? 0 : -1;
		}

		async function walk(from, step) {
			const nearest = (list) =>
				step > 0
					? list.find(({ value }) => value >= addDays(from, step))
					: list.reverse().find(({ value }) => value <= addDays(from, step));
			const turn = step > 0 ? forward : back;
			if (!nearest(freeDays()) && turn.value) await showMonth(turn.value);
			const target = nearest(freeDays());
			if (!target) return;
			rove(target);
			target.focus();
		}

		function showTimes() {
			const title = make("h3", { textContent: dayInWords(asDate(day)) });
			const ghosts = Array.from({ length: 8 }, () => make("div", { className: "ghost" }));
			times.replaceChildren(title, make("div", { className: "times-grid" }, ...ghosts));
			rest.hidden = true;
			return load(times, "get_available_time_slots", { date: day }, (answer, problem) => {
				const slots = answer?.slots || [];
				const empty = make("p", { className: "empty", role: "status", textContent: problem || texts.noTimes });
				times.replaceChildren(title, ...(slots.length ? drawParts(slots) : [empty]));
				times.scrollIntoView({ block: "nearest" });
			});
		}

		function drawParts(slots) {
			return settings.parts.flatMap((name, index) => {
				const part = slots.filter(({ time }) => (time >= "12:00") + (time >= "17:00") === index);
				const grid = make("div", { className: "times-grid" }, ...part.map(drawTime));
				return part.length ? make("fieldset", {}, make("legend", { textContent: name }), grid) : [];
			});
		}

		function drawTime({ time, start }) {
			const value = settings.token ? wall(new Date(start), settings.zone).slice(11) : start;
			const input = make("input", { type: "radio", name: settings.field, value, required: true });
			input.dataset.start = start;
			return make("label", { className: "time" }, input, time);
		}

		function choose(input) {
			const start = new Date(input.dataset.start);
			const end = new Date(+start + settings.duration * 6e4);
			const describe = (shown) =>
				fill(texts.moment, dayInWords(start, shown), `${wall(start, shown).slice(11)}–${wall(end, shown).slice(11)}`, zoneInWords(start, shown));
			const chosen = find("#chosen", rest);
			chosen.replaceChildren(make("strong", { textContent: describe(settings.zone) }));
			if (wall(start, ownZone) !== wall(start, settings.zone)) {
				chosen.append(make("span", { textContent: fill(texts.yourTime, describe(ownZone)) }));
			}
			chosen.hidden = rest.hidden = find(".button", form).disabled = false;
			if (form.new_date) form.new_date.value = wall(start, settings.zone).slice(0, 10);
		}

		function offerOwnZone() {
			if (!ownZone || ownZone === settings.zone) return;
			const zones = find("#zones", card);
			const own = zones.querySelectorAll("label")[1];
			find("input", own).value = ownZone;
			find("span", own).textContent = fill(texts.yours, ownZone);
			zones.hidden = false;
			zones.addEventListener("change", ({ target }) => {
				zone = target.value;
				find("#zone-line", card).textContent = fill(texts.shownIn, zoneInWords(new Date(), zone));
				showMonth(month);
				if (day) showTimes();
			});
		}

		days.addEventListener("submit", (event) => {
			event.preventDefault();
			const { name, value } = event.submitter;
			if (name === "month") return showMonth(value);
			if (pressed()) pressed().ariaPressed = null;
			event.submitter.ariaPressed = true;
			day = value;
			rove();
			showTimes();
		});
		days.addEventListener("keydown", (event) => {
			if (!STEPS[event.key] || !event.target.matches("td button")) return;
			event.preventDefault();
			walk(event.target.value, STEPS[event.key]);
		});
		form.addEventListener("change", ({ target }) => target.name === settings.field && choose(target));

		if (form.customer_timezone) form.customer_timezone.value = ownZone || "";
		const chosen = find(":checked", times);
		rest.hidden = find(".button", form).disabled = !chosen;
		if (chosen) choose(chosen);
		offerOwnZone();
		rove();
	}

	/* A form answers with a whole page: its content takes the place of this one's. */
	async function send(form) {
		const button = find(".button", form);
		const label = button.textContent;
		const body = new URLSearchParams(new FormData(form));
		find(".notice", form)?.remove();
		button.disabled = true;
		button.textContent = form.dataset.send;
		try {
			const response = await fetch(form.action, { method: "POST", body });
			const page = new DOMParser().parseFromString(await response.text(), "text/html");
			find("main").replaceWith(find("main", page));
			document.title = page.title;
			start();
			scrollTo(0, 0);
			find("#problem, #outcome, main").focus();
		} catch {
			button.disabled = false;
			button.textContent = label;
			button.before(make("p", { className: "notice", role: "alert", textContent: form.dataset.offline }));
		}
	}

	function start() {
		const card = find("[data-picker]");
		if (card) startPicker(card);
	}

	document.addEventListener("submit", (event) => {
		if (!event.target.dataset.send) return;
		event.preventDefault();
		if (!find(".button", event.target).disabled) send(event.target);
	});
	start();
})();
