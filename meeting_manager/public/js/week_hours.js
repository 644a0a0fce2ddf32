// A week of working hours without a screen: spans of minutes on a ring that begins on Monday at midnight.
// A span `{start, end, row}` begins on its weekday and may end on the next one; `row` is the table row it comes from.
frappe.provide("meeting_manager.week_hours");

(function (week_hours) {
	const DAY = 24 * 60;
	const WEEK = 7 * DAY;
	const SHIFTS = [-WEEK, 0, WEEK];
	const WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

	const day_of = (span) => Math.floor(span.start / DAY);
	const in_order = (spans) => [...spans].sort((one, other) => one.start - other.start);

	function minute_of_day(time) {
		const parts = /^(\d{1,2}):(\d{2})/.exec(time || "");
		return parts && Number(parts[1]) * 60 + Number(parts[2]);
	}

	function to_time(minute) {
		const two_digits = (number) => String(number).padStart(2, "0");
		return `${two_digits(Math.floor((minute % DAY) / 60))}:${two_digits(minute % 60)}:00`;
	}

	function read_row(row) {
		const weekday = WEEKDAYS.indexOf(row.weekday);
		const [start, end] = [minute_of_day(row.start_time), minute_of_day(row.end_time)];
		if (weekday < 0 || start === null || end === null) return [];
		const midnight = weekday * DAY;
		return [{ start: midnight + start, end: midnight + end + (end > start ? 0 : DAY), row }];
	}

	// The parts of a span that lie outside [start, end).
	function cut(span, start, end) {
		if (end <= span.start || start >= span.end) return [span];
		const parts = [
			{ start: span.start, end: start },
			{ start: end, end: span.end },
		].filter((part) => part.start < part.end);
		return parts.map((part, index) => (index ? part : { ...part, row: span.row }));
	}

	function cut_on_ring(spans, start, end) {
		const cut_all = (left, shift) => left.flatMap((span) => cut(span, start + shift, end + shift));
		return SHIFTS.reduce(cut_all, spans);
	}

	// Add [start, end) of one day to those of its hours that it touches.
	function join(spans, { start, end }) {
		const of_day = spans.filter((span) => day_of(span) === Math.floor(start / DAY));
		const before = of_day.find((span) => span.end === start);
		let after = of_day.find((span) => span.start === end);
		if (after && after.end - (before || { start }).start > DAY) after = undefined;
		const joined = {
			start: (before || { start }).start,
			end: (after || { end }).end,
			row: (before || after || {}).row,
		};
		return [...spans.filter((span) => span !== before && span !== after), joined];
	}

	Object.assign(week_hours, {
		DAY,
		WEEKDAYS,
		to_time,

		// Rows that are not filled in yet are left out.
		read: (rows) => in_order((rows || []).flatMap(read_row)),

		to_row: (span) => ({
			weekday: WEEKDAYS[day_of(span)],
			start_time: to_time(span.start),
			end_time: to_time(span.end),
		}),

		paint(spans, start, end) {
			const taken = spans.flatMap((span) => SHIFTS.map((shift) => [span.start + shift, span.end + shift]));
			const free = taken.reduce((parts, [low, high]) => parts.flatMap((part) => cut(part, low, high)), [
				{ start, end },
			]);
			return in_order(free.reduce(join, spans));
		},

		erase(spans, start, end) {
			const left = cut_on_ring(spans, start, end);
			return in_order(left.map((span) => (span.start < WEEK ? span : shifted(span, -WEEK))));
		},

		// Give other days the hours that begin on `day`, and only those.
		copy_day(spans, day, targets) {
			const of_day = spans.filter((span) => day_of(span) === day);
			const others = targets.filter((target) => target !== day);
			const kept = spans.filter((span) => !others.includes(day_of(span)));
			const copies = others.flatMap((target) =>
				of_day.map((span) => shifted({ start: span.start, end: span.end }, (target - day) * DAY))
			);
			return in_order([...kept, ...copies]);
		},

		clear_day: (spans, day) => spans.filter((span) => day_of(span) !== day),

		// What a day's column shows: minutes of that day, with the span they belong to.
		on_day(spans, day) {
			const midnight = day * DAY;
			const parts = spans.flatMap((span) => SHIFTS.map((shift) => ({ span, ...shifted(span, shift - midnight) })));
			return parts
				.filter((part) => part.start < DAY && part.end > 0)
				.map((part) => ({
					span: part.span,
					start: Math.max(part.start, 0),
					end: Math.min(part.end, DAY),
					comes_from_before: part.start < 0,
					goes_on: part.end > DAY,
				}));
		},

		minutes: (spans) => spans.reduce((sum, span) => sum + span.end - span.start, 0),
	});

	function shifted(span, minutes) {
		return { ...span, start: span.start + minutes, end: span.end + minutes };
	}
})(meeting_manager.week_hours);
