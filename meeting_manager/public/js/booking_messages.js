// Who was told what about a booking, on its form; and sending a message again, from there and from lists.
frappe.provide("meeting_manager");

(function () {
	const { element } = meeting_manager;
	const METHOD = "meeting_manager.meeting_manager.api.booking_messages.get_messages";
	const COLORS = { Due: "blue", Queued: "orange", Sent: "green", Failed: "red", Skipped: "gray" };
	const ON_THEIR_WAY = ["Due", "Queued"];

	meeting_manager.message_color = (state) => COLORS[state];

	meeting_manager.show_messages = async function (place, booking) {
		place.mm_booking = booking;
		if (!booking) return place.replaceChildren();
		const answer = await ask(booking);
		if (place.mm_booking !== booking) return;
		const reload = () => meeting_manager.show_messages(place, booking);
		place.replaceChildren(...(answer ? describe(answer, reload) : []));
	};

	// True if the message will be sent again.
	meeting_manager.send_again = async function (name) {
		try {
			await frappe.xcall("run_doc_method", { dt: "MM Message", dn: name, method: "resend" });
			return true;
		} catch {
			return false; // Frappe itself tells of a refusal.
		}
	};

	meeting_manager.tell_sent_again = function (number) {
		const one = __("It is sent again within a minute.");
		const sentence = number === 1 ? one : __("{0} are sent again within a minute.", [number]);
		frappe.show_alert({ message: sentence, indicator: "green" });
	};

	async function ask(booking) {
		try {
			return await frappe.xcall(METHOD, { booking });
		} catch {
			return null;
		}
	}

	function describe({ messages, may_resend }, reload) {
		if (!messages.length) return [element("p", { class: "text-muted" }, __("Nobody has been told anything yet."))];
		return [element("div", { class: "mm-messages", tabindex: 0 }, build_table(messages, may_resend, reload))];
	}

	function build_table(messages, may_resend, reload) {
		const names = [__("Occasion"), __("Recipient", null, "Meeting Manager"), __("Channel", null, "Meeting Manager"), __("State", null, "Meeting Manager"), __("When"), __("Reason", null, "Meeting Manager")];
		if (may_resend) names.push("");
		const heads = names.map((name) => element("th", { scope: "col", role: "columnheader" }, name));
		const rows = messages.map((message) => build_row(message, names, may_resend, reload));
		const head = element("thead", { role: "rowgroup" }, element("tr", { role: "row" }, ...heads));
		const body = element("tbody", { role: "rowgroup" }, ...rows);
		return element("table", { class: "table table-bordered", role: "table" }, head, body);
	}

	// On a narrow screen each row is a block of its own, and names its cells itself.
	function build_row(message, names, may_resend, reload) {
		const state = element("span", { class: `indicator-pill ${COLORS[message.state]}` }, __(message.state, null, "MM Message"));
		const link = element("a", { href: `/app/mm-message/${encodeURIComponent(message.name)}` }, name_occasion(message));
		const contents = [link, name_recipient(message), __(message.channel, null, "MM Message"), state, when(message), message.reason || ""];
		if (may_resend) contents.push(build_button(message, reload));
		const cells = contents.map((content, column) =>
			element("td", { role: "cell", "data-label": names[column] }, content)
		);
		return element("tr", { role: "row", class: message.is_superseded ? "mm-message-old" : "" }, ...cells);
	}

	function name_occasion({ occasion, minutes_before }) {
		if (occasion !== "Reminder") return __(occasion, null, "MM Message");
		const hours = minutes_before / 60;
		if (minutes_before < 60 || hours % 1) return __("Reminder, {0} minutes before", [minutes_before]);
		return hours === 1 ? __("Reminder, an hour before") : __("Reminder, {0} hours before", [hours]);
	}

	function name_recipient({ recipient, recipient_kind }) {
		const kind = element("small", { class: "text-muted" }, __(recipient_kind));
		return element("span", {}, element("span", {}, recipient), element("br", {}), kind);
	}

	function when({ state, sent_at, due, times_sent }) {
		const moment = frappe.format(state === "Sent" ? sent_at : due, { fieldtype: "Datetime" }, { only_value: true });
		return times_sent > 1 ? __("{0} (sent {1} times)", [moment, times_sent]) : moment;
	}

	function build_button(message, reload) {
		if (ON_THEIR_WAY.includes(message.state)) return "";
		const name = __("Send {0} again to {1}", [name_occasion(message), message.recipient]);
		const button = element("button", { class: "btn btn-xs btn-default", "aria-label": name }, __("Send Again"));
		button.addEventListener("click", () => confirm_old(message, () => resend(message, button, reload)));
		return button;
	}

	function confirm_old(message, action) {
		if (!message.is_superseded) return action();
		frappe.confirm(__("A newer message says what holds now. Send this one again all the same?"), action);
	}

	async function resend(message, button, reload) {
		button.disabled = true;
		if (await meeting_manager.send_again(message.name)) meeting_manager.tell_sent_again(1);
		reload();
	}
})();
