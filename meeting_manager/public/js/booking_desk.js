// What the dialogs of one booking share: calls, what is in the way of a time, and who would be told.
frappe.provide("meeting_manager.booking");

(function () {
	const { element, booking } = meeting_manager;
	const API = "meeting_manager.meeting_manager.api.staff_bookings.";

	booking.COLORS = {
		Pending: "orange",
		Confirmed: "blue",
		Rescheduled: "purple",
		Completed: "green",
		Cancelled: "gray",
		"No-Show": "red",
	};

	// The answer, or null: Frappe itself tells of a refusal.
	booking.call = async function (method, values) {
		try {
			return await frappe.xcall(API + method, values);
		} catch {
			return null;
		}
	};

	// Whom a change would be told to, a line for each person.
	booking.describe_told = function (told) {
		if (!told.length) return element("p", { class: "text-muted mm-told" }, __("Nobody is told of it."));
		const lines = [...group_by_person(told)].map(([name, rows]) =>
			element("li", {}, element("b", {}, name), " ", rows.map(name_way).join(", "))
		);
		return element("div", { class: "mm-told" }, element("b", {}, __("Who is told")), element("ul", {}, ...lines));
	};

	function group_by_person(told) {
		const people = new Map();
		for (const row of told) {
			const name = row.kind === "Customer" ? __("{0} (customer)", [row.name]) : row.name;
			people.set(name, [...(people.get(name) || []), row]);
		}
		return people;
	}

	function name_way({ channel, address, in_digest }) {
		if (channel === "In-App") return __("on the Desk");
		const way = __("{0} to {1}", [__(channel), address], "Meeting Manager");
		return in_digest ? __("{0}, with the day's digest", [way]) : way;
	}

	// What `check_staff_move` has found: free, possible for a reason, or not.
	booking.describe_check = function (checked) {
		const [color, label] = name_check(checked);
		const pill = element("span", { class: `indicator-pill ${color}` }, label);
		const lines = [element("p", {}, pill, " ", element("b", {}, checked.when), " ", name_people(checked))];
		if (checked.for_customer) {
			lines.push(element("p", { class: "text-muted" }, __("For the customer: {0}", [checked.for_customer])));
		}
		return element("div", { class: `mm-check mm-check-${color}` }, ...lines, ...list_obstacles(checked));
	};

	function name_check({ allowed, is_override }) {
		if (!allowed) return ["red", __("Not Possible")];
		return is_override ? ["orange", __("Outside the Rules")] : ["green", __("Free")];
	}

	function name_people({ members, changes_members }) {
		const names = members.map(({ name }) => name).join(", ");
		return changes_members ? __("{0} takes over", [names]) : __("with {0}", [names]);
	}

	// What is in the way of a move, the policy first.
	booking.name_obstacles = function ({ reasons, policy }) {
		const texts = reasons.map(({ name, text }) => __("{0}: {1}", [name, text]));
		return policy && policy.sentence ? [policy.sentence, ...texts] : texts;
	};

	function list_obstacles(checked) {
		const { reasons, sentence, allowed } = checked;
		const texts = booking.name_obstacles(checked);
		if (!allowed && !texts.includes(sentence) && !reasons.some(({ is_conflict }) => is_conflict)) {
			return [element("p", {}, sentence)];
		}
		return texts.length ? [element("ul", {}, ...texts.map((text) => element("li", {}, text)))] : [];
	}

	booking.WHY = {
		fieldname: "override_reason",
		fieldtype: "Small Text",
		label: __("Why the Rules Do Not Hold"),
		description: __("The history keeps it with your name and what was set aside."),
	};

	booking.make_dialog = function (options) {
		const dialog = new frappe.ui.Dialog(options);
		dialog.$wrapper.addClass("mm-dialog");
		return dialog;
	};

	booking.require_why = function (dialog, is_needed) {
		const { df } = dialog.fields_dict.override_reason;
		if (Boolean(df.reqd) === Boolean(is_needed) && Boolean(df.hidden) !== Boolean(is_needed)) return;
		dialog.set_df_property("override_reason", "hidden", is_needed ? 0 : 1);
		dialog.set_df_property("override_reason", "reqd", is_needed ? 1 : 0);
	};

	// Shown where an action is not open, instead of a dialog.
	booking.say_why_not = function (title, sentence) {
		frappe.msgprint({ title, message: frappe.utils.escape_html(sentence), indicator: "orange" });
	};

	booking.finish = function (dialog, sentence, done) {
		dialog.hide();
		frappe.show_alert({ message: frappe.utils.escape_html(sentence), indicator: "green" });
		done();
	};
})();
