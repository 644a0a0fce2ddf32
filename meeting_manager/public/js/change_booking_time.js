// Another time, member or length for one booking, as it is dropped on a calendar: the server is asked what is in the way
// first, then whoever moves it. Each function resolves to whether the booking was changed.
frappe.provide("meeting_manager");

(function () {
	const { element, booking: booking_desk } = meeting_manager;
	const API = "meeting_manager.meeting_manager.api.";
	const MINUTE = 60000;

	// What is given: `booking` as the calendars have it, `start` in UTC minutes, `member` and `instead_of`, and `zone` of the words.
	meeting_manager.move_booking = async function ({ booking, start, member = "", instead_of = "", zone }) {
		const args = { booking: booking.name, start: to_iso(start), member, instead_of };
		const check = await ask("staff_bookings.check_staff_move", args);
		if (!check) return false;
		if (!check.allowed) return refuse(check);
		const end = start + (booking.end - booking.start);
		return confirm_change(booking, check, zone, [start, end], {
			title: check.changes_time ? __("Move Meeting") : __("Hand Over Meeting"),
			label: check.changes_time ? __("Move", null, "Meeting Manager") : __("Hand Over"),
			method: "staff_bookings.move_as_staff",
			args,
		});
	};

	meeting_manager.resize_booking = async function ({ booking, minutes, zone }) {
		const args = { booking: booking.name, minutes };
		const check = await ask("staff_lengths.check_staff_length", args);
		if (!check) return false;
		if (!check.allowed) return refuse(check);
		return confirm_change(booking, check, zone, [booking.start, booking.start + minutes], {
			title: __("Change Length"),
			label: __("Change", null, "Meeting Manager"),
			method: "staff_lengths.change_length_as_staff",
			args,
		});
	};

	// A range of UTC minutes on the clocks of a zone, in the site's formats.
	meeting_manager.say_time = function (start, end, zone) {
		const [from, until] = [start, end].map((minute) => moment.tz(minute * MINUTE, zone));
		const date = frappe.datetime.str_to_user(from.clone().locale("en").format("YYYY-MM-DD"));
		const day = `${from.format("ddd")} ${date}`;
		return `${day}, ${from.locale("en").format("HH:mm")} – ${until.locale("en").format("HH:mm")}`;
	};

	function to_iso(minute) {
		return new Date(minute * MINUTE).toISOString();
	}

	// Frappe itself tells of an error.
	async function ask(method, args) {
		try {
			return await frappe.xcall(API + method, args);
		} catch {
			return null;
		}
	}

	function refuse(check) {
		frappe.msgprint({
			title: __("This Does Not Work"),
			indicator: "red",
			message: frappe.utils.escape_html(check.sentence),
		});
		return false;
	}

	function confirm_change(booking, check, zone, time, { title, label, method, args }) {
		return new Promise((resolve) => {
			let is_done = false;
			const dialog = new frappe.ui.Dialog({
				title,
				fields: [{ fieldname: "change", fieldtype: "HTML" }, ...questions(check)],
				primary_action_label: label,
				async primary_action({ reason, override_reason }) {
					dialog.disable_primary_action();
					const { calendar_sequence } = booking;
					const values = { ...args, reason, override_reason, calendar_sequence };
					is_done = Boolean(await ask(method, values));
					dialog.enable_primary_action();
					if (is_done) dialog.hide();
				},
				secondary_action_label: __("Leave as It Is"),
				secondary_action: () => dialog.hide(),
			});
			dialog.onhide = () => resolve(is_done);
			dialog.fields_dict.change.wrapper.replaceChildren(describe(booking, check, zone, time));
			dialog.show();
		});
	}

	function questions({ is_override }) {
		const reason = {
			fieldname: "reason",
			fieldtype: "Data",
			label: __("Reason", null, "Meeting Manager"),
			description: __("It is kept in the history."),
		};
		return is_override ? [{ ...booking_desk.WHY, reqd: 1 }, reason] : [reason];
	}

	function describe(booking, check, zone, [start, end]) {
		const before = meeting_manager.say_time(booking.start, booking.end, zone);
		const after = meeting_manager.say_time(start, end, zone);
		const rows = [
			[__("Meeting", null, "Meeting Manager"), [booking.meeting, booking.customer_name].filter(Boolean).join(" · ")],
			before === after ? [__("Time", null, "Meeting Manager"), before] : [__("Before", null, "Meeting Manager"), before],
			...(before === after ? [] : [[__("After", null, "Meeting Manager"), after]]),
			...(check.changes_members ? [[__("With"), say_members(booking, check)]] : []),
			[__("Time Zone", null, "Meeting Manager"), zone],
		];
		const facts = rows.flatMap(([label, text]) => [element("dt", {}, label), element("dd", {}, text)]);
		const obstacles = check.is_override ? [booking_desk.describe_check(check)] : [];
		return element("div", { class: "mm-change" }, element("dl", {}, ...facts), ...obstacles, booking_desk.describe_told(check.told));
	}

	function say_members({ assigned_to }, { members }) {
		const names = members.map(({ name }) => name).join(", ");
		return __("{0}, instead of {1}", [names, assigned_to.join(", ")]);
	}
})();
