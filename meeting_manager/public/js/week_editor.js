// The week of a member's form: the grid, and what copies a day, over the table of hours, which holds what is saved.
frappe.provide("meeting_manager");

(function () {
	const { week_hours } = meeting_manager;
	const ALL_DAYS = [0, 1, 2, 3, 4, 5, 6];
	const MONDAY_TO_FRIDAY = [0, 1, 2, 3, 4];
	const TABLE = "weekly_hours";

	meeting_manager.show_week = function (frm) {
		if (!frm.mm_week) frm.mm_week = build(frm);
		const { grid, toolbar, total } = frm.mm_week;
		const spans = week_hours.read(frm.doc[TABLE]);
		const may_write = get_status(frm) === "Write";
		toolbar.toggleClass("hidden", !may_write);
		total.text(__("{0} a week", [meeting_manager.in_hours(week_hours.minutes(spans))]));
		grid.show(spans, may_write && ((changed) => save_spans(frm, changed)));
	};

	function get_status(frm) {
		return frappe.perm.get_field_display_status(frm.fields_dict[TABLE].df, frm.doc, frm.perm);
	}

	function build(frm) {
		const wrapper = frm.fields_dict.week_grid.$wrapper.empty();
		const top = $(`<div class="mm-week-top"></div>`).appendTo(wrapper);
		const total = $(`<span class="mm-week-total"></span>`).appendTo(top);
		const toolbar = build_toolbar(frm).appendTo(top);
		$(`<p class="mm-week-help text-muted small"></p>`).text(help()).appendTo(toolbar);
		const place = $("<div></div>").appendTo(wrapper);
		return { grid: new meeting_manager.WeekGrid(place[0]), toolbar, total };
	}

	function build_toolbar(frm) {
		const toolbar = $(`<div class="mm-week-tools"></div>`);
		const days = $(`<select class="form-control input-xs"></select>`).attr("aria-label", __("Day to copy"));
		week_hours.WEEKDAYS.forEach((name, day) => days.append(new Option(__(name, null, "MM Weekly Hours"), day)));
		toolbar.append(days);
		const offer = (label, change) =>
			$(`<button type="button" class="btn btn-xs btn-default"></button>`)
				.text(label)
				.on("click", () => save_spans(frm, change(week_hours.read(frm.doc[TABLE]), Number(days.val()))))
				.appendTo(toolbar);
		offer(__("Copy to Monday–Friday"), (spans, day) => week_hours.copy_day(spans, day, MONDAY_TO_FRIDAY));
		offer(__("Copy to All Days"), (spans, day) => week_hours.copy_day(spans, day, ALL_DAYS));
		offer(__("Clear the Day"), (spans, day) => week_hours.clear_day(spans, day));
		return toolbar;
	}

	function help() {
		return __(
			"Drag over the cells to enter or take away hours. With the keyboard: arrow keys to move, Shift with them to mark, Space to change. Times between the half hours, and one shift over midnight, are entered in the table below."
		);
	}

	// Rows that are not filled in yet stay as they are, below the others.
	function save_spans(frm, spans) {
		const readable = (row) => week_hours.read([row]).length > 0;
		const unfinished = (frm.doc[TABLE] || []).filter((row) => !readable(row));
		const kept = spans.map((span) => span.row);
		(frm.doc[TABLE] || [])
			.filter((row) => readable(row) && !kept.includes(row))
			.forEach((row) => frappe.model.clear_doc(row.doctype, row.name));
		const rows = spans.map((span) => fill_row(span.row || frm.add_child(TABLE), week_hours.to_row(span)));
		frm.doc[TABLE] = [...rows, ...unfinished];
		frm.doc[TABLE].forEach((row, index) => (row.idx = index + 1));
		frm.dirty();
		frm.refresh_field(TABLE);
		meeting_manager.show_week(frm);
	}

	function fill_row(row, values) {
		const shown = week_hours.read([row])[0];
		const same = shown && JSON.stringify(week_hours.to_row(shown)) === JSON.stringify(values);
		return same ? row : Object.assign(row, values);
	}
})();
