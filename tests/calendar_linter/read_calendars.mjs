// Reads calendars with ical.js: a JSON string a line in, what their event says as JSON a line out.
import { createInterface } from "node:readline";
import ICAL from "ical.js";

function person(property) {
	return property && { address: property.getFirstValue(), name: property.getFirstParameter("cn") ?? "" };
}

function utc(time) {
	return time.toJSDate().toISOString().replace(".000Z", "+00:00");
}

function read(text) {
	const calendar = new ICAL.Component(ICAL.parse(text));
	const [component, ...others] = calendar.getAllSubcomponents("vevent");
	if (others.length) throw new Error("more than one event");
	const event = new ICAL.Event(component);
	const alarms = component.getAllSubcomponents("valarm");
	return {
		method: calendar.getFirstPropertyValue("method"),
		uid: event.uid,
		sequence: event.sequence,
		start: utc(event.startDate),
		end: utc(event.endDate),
		summary: event.summary,
		description: event.description,
		location: event.location ?? "",
		organizer: person(component.getFirstProperty("organizer")),
		attendees: component.getAllProperties("attendee").map(person),
		alarms: alarms.map((alarm) => alarm.getFirstPropertyValue("trigger").toSeconds() / -60),
	};
}

for await (const line of createInterface({ input: process.stdin })) {
	let answer;
	try {
		answer = read(JSON.parse(line));
	} catch (error) {
		answer = { error: String(error) };
	}
	process.stdout.write(`${JSON.stringify(answer)}\n`);
}
