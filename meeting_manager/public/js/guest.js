/* The pages work without this file: it loads months and times, and sends forms, without leaving the page. */
const API = "/api/method/meeting_manager.meeting_manager.api.public.";
const { lang, dir } = document.documentElement;
const ownZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
const forward = dir === "rtl" ? -1 : 1;
const STEPS = { ArrowLeft: -forward, ArrowRight: forward, ArrowUp: -7, ArrowDown: 7 };

const find = (selector, root = document) => root.querySelector(selector);
const make = (tag, properties, ...children) => {
	const element = Object.assign(document.createElement(tag), properties);
	element.append(...children);
	return element;
};

async function call(method, values) {
	const token = find("meta[name=csrf-token]");
	const headers = token ? { "X-Frappe-CSRF-Token": token.content } : {};
	const response = await fetch(API + method, { method: "POST", headers, body: new URLSearchParams(values) });
	const answer = await response.json();
	if (!response.ok) throw { refusal: read(answer._server_messages) };
	return answer.message;
}

/* Frappe's messages: a JSON list of JSON objects, their text HTML */
function read(messages) {
	const html = JSON.parse(messages || "[]").map((entry) => JSON.parse(entry).message);
	return new DOMParser().parseFromString(html.join(" "), "text/html").body.textContent;
}

/* Days are "YYYY-MM-DD", months "YYYY-MM"; as dates they stand at noon UTC. */
const asDate = (day) => new Date(`${day.padEnd(10, "-01")}T12:00Z`);
const addDays = (day, count) => new Date(+asDate(day) + count * 864e5).toISOString().slice(0, 10);
const addMonths = (month, count) => {
	const date = asDate(month);
	date.setUTCMonth(date.getUTCMonth() + count);
	return date.toISOString().slice(0, 7);
};
const formatter = (timeZone, options, language = lang) =>
	new Intl.DateTimeFormat(language, { timeZone, ...options });
const dayInWords = (date, zone) => formatter(zone, { dateStyle: "full" }).format(date);
const zoneInWords = (date, zone) => {
	const parts = formatter(zone, { timeZoneName: "long" }).formatToParts(date);
	return `${parts.find(({ type }) => type === "timeZoneName").value} (${zone})`;
};
/* "YYYY-MM-DD HH:MM" on the clocks of a zone: how Swedes write it */
const wall = (date, zone) => formatter(zone, { dateStyle: "short", timeStyle: "short" }, "sv").format(date);
const addMinutes = (date, count) => new Date(+date + count * 6e4);
const offset = (date, zone) => (new Date(`${wall(date, zone).replace(" ", "T")}Z`) - date) / 6e4;
/* Whether clocks that are set back within half a day show this time twice */
const occursTwice = (date, zone) => {
	const back = offset(addMinutes(date, -720), zone) - offset(addMinutes(date, 720), zone);
	return back > 0 && [-back, back].some((count) => wall(addMinutes(date, count), zone) === wall(date, zone));
};
/* "+01:00" */
const offsetInFull = (date, zone) => {
	const minutes = offset(date, zone);
	const clock = new Date(Math.abs(minutes) * 6e4).toISOString().slice(11, 16);
	return (minutes < 0 ? "-" : "+") + clock;
};
/* "10:00", or "02:30" and "(UTC+1)" where the clocks show that time twice */
const clockParts = (date, zone) => {
	const time = wall(date, zone).slice(11);
	if (!occursTwice(date, zone)) return [time];
	return [time, `(UTC${offsetInFull(date, zone).replace(/([+-])0/, "$1").replace(":00", "")})`];
};
const clock = (date, zone) => clockParts(date, zone).join(" ");

function startPicker(card) {
	const settings = JSON.parse(card.dataset.picker);
	const { texts, today } = settings;
	const [form, days, times, rest] = ["form[method=post]", "#days", "#times", "#rest"].map((part) => find(part, card));
	const [prior, next] = days.querySelectorAll(".step");
	const field = form.new_date ? "new_time" : "start";
	const zones = find("#zones", card);
	const freeDays = () => [...days.querySelectorAll("td button")];
	const pressed = () => find("[aria-pressed]", days);
	const note = (text) => (find("#note", days).textContent = text);
	let { zone, month } = settings;
	let day = pressed()?.value;

	/* Only the newest request for a part of the page may draw it. */
	async function load(part, method, values, draw) {
		const turn = (part.turn = (part.turn || 0) + 1);
		part.ariaBusy = true;
		let answer, problem;
		try {
			answer = await call(method, { ...settings.offer, timezone: zone, ...values });
		} catch (error) {
			problem = error.refusal || form.dataset.offline;
		}
		if (turn !== part.turn) return;
		part.ariaBusy = false;
		draw(answer, problem);
	}

	function showMonth(wanted) {
		month = wanted;
		const first = `${month}-01`;
		const start_date = first < today ? today : first;
		const end_date = addDays(addMonths(month, 1), -1);
		return load(days, "get_available_dates", { start_date, end_date }, (answer, problem) => {
			drawMonth(answer?.available_dates || []);
			if (problem) note(problem);
		});
	}

	function drawMonth(free) {
		find("h3", days).textContent = formatter("UTC", { month: "long", year: "numeric" }).format(asDate(month));
		prior.value = month > today.slice(0, 7) ? addMonths(month, -1) : "";
		next.value = month < settings.latest ? addMonths(month, 1) : "";
		for (const step of [prior, next]) step.disabled = !step.value;
		const lead = (asDate(month).getUTCDay() + 6 - settings.firstWeekday) % 7;
		const weeks = [];
		for (let week = addDays(month, -lead); week.slice(0, 7) <= month; week = addDays(week, 7)) {
			weeks.push(make("tr", {}, ...[0, 1, 2, 3, 4, 5, 6].map((offset) => drawDay(addDays(week, offset), free))));
		}
		find("tbody", days).replaceChildren(...weeks);
		note(free.length ? "" : texts.noDays);
		rove();
	}

	function drawDay(date, free) {
		if (date.slice(0, 7) !== month) return make("td");
		const cell = make("td", { className: date === today ? "today" : "" });
		if (free.includes(date)) {
			const ariaPressed = date === day ? true : null;
			cell.append(make("button", { name: "date", value: date, ariaPressed }, +date.slice(8)));
		} else cell.append(+date.slice(8));
		return cell;
	}

	/* One stop for the Tab key; the arrow keys go from free day to free day, across the months. */
	function rove(stop = pressed() || freeDays()[0]) {
		for (const button of freeDays()) {
			button.tabIndex = button === stop ? 0 : -1;
			button.ariaLabel = dayInWords(asDate(button.value), "UTC");
		}
	}

	async function walk(from, step) {
		const goal = addDays(from, step);
		const [turn, first] = step > 0 ? [next, 0] : [prior, -1];
		const nearest = () => freeDays().filter(({ value }) => (asDate(value) - asDate(goal)) * step >= 0).at(first);
		if (!nearest() && turn.value) await showMonth(turn.value);
		rove(nearest());
		nearest()?.focus();
	}

	function showTimes() {
		const title = make("h3", {}, dayInWords(asDate(day), "UTC"));
		const ghosts = Array.from({ length: 8 }, () => make("div", { className: "ghost" }));
		times.replaceChildren(title, make("div", { className: "grid" }, ...ghosts));
		rest.hidden = true;
		return load(times, "get_available_time_slots", { date: day }, (answer, problem) => {
			const slots = answer?.slots || [];
			const empty = make("p", { className: "empty", role: "status" }, problem || texts.noTimes);
			times.replaceChildren(title, ...(slots.length ? drawParts(slots) : [empty]));
			times.scrollIntoView({ block: "nearest" });
		});
	}

	function drawParts(slots) {
		return settings.parts.flatMap((name, index) => {
			const part = slots.filter(({ time }) => (time >= "12:00") + (time >= "17:00") === index);
			const grid = make("div", { className: "grid" }, ...part.map(drawTime));
			return part.length ? make("fieldset", {}, make("legend", {}, name), grid) : [];
		});
	}

	function drawTime({ start }) {
		const date = new Date(start);
		const place = wall(date, settings.zone).slice(11) + offsetInFull(date, settings.zone);
		const value = form.new_date ? place : start;
		const input = make("input", { type: "radio", name: field, value, required: true });
		input.dataset.start = start;
		const [time, ...offset] = clockParts(date, zone);
		return make("label", {}, input, time, ...offset.map((text) => make("small", {}, text)));
	}

	function choose({ value, dataset }) {
		const start = new Date(dataset.start || value);
		const end = addMinutes(start, settings.duration);
		const hours = (shown) => `${clock(start, shown)}–${clock(end, shown)}`;
		const describe = (shown) => [dayInWords(start, shown), hours(shown), zoneInWords(start, shown)];
		const place = wall(start, settings.zone);
		const month = formatter(settings.zone, { month: "short" }).format(start);
		const elsewhere = zones && wall(start, ownZone) !== place;
		const own = elsewhere ? texts.yourTime.replace("{0}", describe(ownZone).join(", ")) : "";
		const said = [month, +place.slice(8, 10), ...describe(settings.zone), own];
		find("#chosen").querySelectorAll("b, i, strong, span, p:last-child").forEach((part) => (part.textContent = said.shift()));
		find("#chosen").hidden = rest.hidden = find(".button", form).disabled = false;
		if (form.new_date) form.new_date.value = place.slice(0, 10);
	}

	function offerOwnZone() {
		const [input, label] = find("label:last-child", zones).children;
		input.value = ownZone;
		label.textContent = texts.yours.replace("{0}", ownZone);
		zones.hidden = !ownZone || ownZone === settings.zone;
		zones.addEventListener("change", ({ target }) => {
			zone = target.value;
			find("#zone", card).textContent = texts.shownIn.replace("{0}", zoneInWords(new Date(), zone));
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
	form.addEventListener("change", ({ target }) => {
		if (target.name !== field) return;
		choose(target);
		if (!target.matches(":focus-visible")) find("#chosen").scrollIntoView({ block: "nearest" });
	});

	if (form.customer_timezone) form.customer_timezone.value = ownZone || "";
	const chosen = find(":checked", times);
	rest.hidden = find(".button", form).disabled = !chosen;
	if (form.new_date && day) showTimes();
	else if (chosen) choose(chosen);
	if (zones) offerOwnZone();
	rove();
}

/* A form is answered with a whole page: its content takes the place of this one's. */
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
		find("main").replaceWith(document.adoptNode(find("main", page)));
		document.title = page.title;
		start();
		scrollTo({ top: 0, behavior: "instant" });
		find("#problem, #outcome")?.focus({ preventScroll: true });
	} catch {
		button.disabled = false;
		button.textContent = label;
		button.before(make("p", { className: "notice", role: "alert" }, form.dataset.offline));
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
