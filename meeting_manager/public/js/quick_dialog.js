// The dialog in which staff book for a customer: what and when on the one side, who on the other.
frappe.provide("meeting_manager");

(function () {
	const API = "meeting_manager.meeting_manager.api.quick_booking.";
	const BOOKING = "MM Meeting Booking";
	const OF_CUSTOMER = [
		"customer_name",
		"customer_email",
		"customer_phone",
		"customer_timezone",
		"customer_language",
	];

	// choices: as the server names what can be booked; given: see meeting_manager.quick_book.
	meeting_manager.QuickBooking = class {
		constructor(choices, given) {
			Object.assign(this, { choices, given, is_first: true });
			this.dialog = new frappe.ui.Dialog({
				title: __("Book for a Customer"),
				size: "extra-large",
				fields: this.build_fields(),
				primary_action_label: __("Book"),
				primary_action: (values) => this.book(values),
			});
			this.dialog.$wrapper.addClass("mm-quick-booking");
			this.times = new meeting_manager.QuickTimes(this.field("times").wrapper, {
				on_choose: (slot) => this.ask_for_reason(slot),
				on_day: (date) => this.dialog.set_value("date", date),
			});
			this.offer_known_customers();
			this.offer_zones();
			if (choices.may_open_form) this.dialog.add_custom_action(__("Full Form"), () => this.open_form());
			this.begin();
		}

		build_fields() {
			const load = () => this.load();
			const languages = [{ value: "", label: __("As usual on this site") }, ...this.choices.languages];
			return [
				{
					fieldname: "department",
					fieldtype: "Select",
					label: __("Department", null, "Meeting Manager"),
					reqd: 1,
					change: () => this.set_kinds(),
				},
				{
					fieldname: "meeting_type",
					fieldtype: "Select",
					label: __("Meeting Type"),
					reqd: 1,
					change: () => this.set_members(),
				},
				{ fieldname: "member", fieldtype: "Select", label: __("Member"), change: load },
				{ fieldname: "date", fieldtype: "Date", label: __("Date", null, "Meeting Manager"), change: load },
				{
					fieldname: "beyond",
					fieldtype: "Check",
					label: __("Also times against the rules"),
					change: load,
				},
				{ fieldname: "times", fieldtype: "HTML" },
				{ fieldtype: "Column Break" },
				{ fieldname: "customer_name", fieldtype: "Data", label: __("Customer"), reqd: 1 },
				{
					fieldname: "customer_email",
					fieldtype: "Data",
					options: "Email",
					label: __("Email", null, "Meeting Manager"),
					reqd: 1,
				},
				{ fieldname: "customer_phone", fieldtype: "Data", label: __("Phone", null, "Meeting Manager") },
				{
					fieldname: "customer_timezone",
					fieldtype: "Autocomplete",
					label: __("Time Zone", null, "Meeting Manager"),
					change: () => this.show(),
				},
				{
					fieldname: "customer_language",
					fieldtype: "Select",
					label: __("Language"),
					options: languages,
				},
				{ fieldname: "notes", fieldtype: "Small Text", label: __("Notes from the Customer") },
				{
					fieldname: "reason",
					fieldtype: "Small Text",
					label: __("Why against the Rules"),
					description: __("It is kept in the booking's history."),
					hidden: 1,
				},
			];
		}

		field(name) {
			return this.dialog.fields_dict[name];
		}

		value(name) {
			return this.dialog.get_value(name) || "";
		}

		get department() {
			return this.choices.departments.find((one) => one.department === this.value("department"));
		}

		get kind() {
			return this.department?.meeting_types.find(
				(one) => one.meeting_type === this.value("meeting_type")
			);
		}

		async begin() {
			const { given } = this;
			this.dialog.show();
			for (const name of [...OF_CUSTOMER, "date"])
				if (given[name]) await this.dialog.set_value(name, given[name]);
			const names = this.choices.departments.map(({ department }) => department);
			this.set_options(
				"department",
				names,
				names.includes(given.department) ? given.department : names[0]
			);
			await this.set_kinds();
		}

		async set_kinds() {
			if (!this.department || this.of_department === this.department) return;
			this.of_department = this.department;
			const kinds = this.department.meeting_types.map(({ meeting_type, meeting_name, duration }) => ({
				value: meeting_type,
				label: __("{0}, {1} minutes", [meeting_name, duration]),
			}));
			const wanted = kinds.find(({ value }) => value === this.given.meeting_type) || kinds[0];
			this.dialog.set_df_property("beyond", "hidden", this.department.may_override ? 0 : 1);
			this.set_options("meeting_type", kinds, wanted.value);
			await this.set_members();
		}

		async set_members() {
			if (!this.kind || this.of_kind === this.kind) return;
			this.of_kind = this.kind;
			const anybody = this.kind.is_collective ? __("All named members") : __("Whoever is free");
			const members = this.kind.is_collective ? [] : this.kind.members;
			const options = members.map(({ member, name }) => ({ value: member, label: name }));
			const wanted = options.find(({ value }) => value === this.given.member);
			this.set_options("member", [{ value: "", label: anybody }, ...options], wanted?.value || "");
			await this.load();
		}

		set_options(name, options, value) {
			this.field(name).df.options = options;
			this.field(name).refresh();
			this.field(name).set_input(value);
			this.field(name).value = value;
		}

		// Whatever is asked last is shown, whichever answer comes last.
		async load(is_anew = false) {
			if (!this.kind) return;
			const asked = {
				meeting_type: this.kind.meeting_type,
				member: this.value("member"),
				date: this.value("date"),
				beyond: this.value("beyond") ? 1 : 0,
			};
			const key = JSON.stringify(asked);
			if (key === this.asked && !is_anew) return;
			this.asked = key;
			this.times.wait();
			const answer = await call("get_times", asked);
			if (key !== this.asked) return;
			await this.take(answer, asked);
		}

		async take(answer, asked) {
			this.answer = answer;
			if (!answer) return this.times.clear();
			const goes_on = this.is_first && !asked.date && answer.next_free;
			this.is_first = false;
			if (goes_on) return this.dialog.set_value("date", answer.next_free);
			if (!asked.date) {
				this.asked = JSON.stringify({ ...asked, date: answer.date });
				await this.dialog.set_value("date", answer.date);
			}
			this.show();
		}

		show() {
			if (!this.answer) return;
			const zone = this.value("customer_timezone");
			const is_told = zone && zone !== this.answer.timezone && !this.kind.is_in_person && is_zone(zone);
			this.times.show(this.answer, { beyond: this.value("beyond"), zone: is_told ? zone : "" });
		}

		ask_for_reason(slot) {
			const is_against = Boolean(slot && !slot.free);
			this.dialog.set_df_property("reason", "hidden", is_against ? 0 : 1);
			this.dialog.set_df_property("reason", "reqd", is_against ? 1 : 0);
		}

		offer_known_customers() {
			const fill = (customer) =>
				OF_CUSTOMER.forEach((name) => this.dialog.set_value(name, customer[name]));
			for (const name of ["customer_name", "customer_email"]) {
				meeting_manager.propose_customers(this.field(name).$input.get(0), fill);
			}
		}

		async offer_zones() {
			if (!frappe.all_timezones) {
				const answer = await frappe.xcall("frappe.core.doctype.user.user.get_timezones");
				frappe.all_timezones = answer.timezones;
			}
			this.field("customer_timezone").set_data(frappe.all_timezones);
		}

		async book(values) {
			const slot = this.times.chosen;
			if (!slot) {
				frappe.show_alert({ message: __("Choose a time first"), indicator: "orange" });
				return;
			}
			const { department, date, beyond, times, ...booked } = values;
			this.dialog.disable_primary_action();
			const answer = await call(
				"book",
				this.with_key({ ...booked, start: slot.start, reason: slot.free ? "" : values.reason })
			);
			this.dialog.enable_primary_action();
			if (answer) this.finish(answer);
			else this.load(true);
		}

		// The same request keeps its key: sent twice, it books once.
		with_key(request) {
			const text = JSON.stringify(request);
			if (this.request !== text)
				Object.assign(this, { request: text, key: frappe.utils.get_random(32) });
			return { ...request, idempotency_key: this.key };
		}

		finish(answer) {
			this.dialog.hide();
			const { booking, booking_reference, may_open } = answer;
			const time = `${answer.start.slice(0, 10)} ${answer.start.slice(11, 16)}`;
			const name = may_open
				? frappe.utils.get_form_link(BOOKING, booking, true, booking_reference)
				: booking_reference;
			const sentence =
				answer.status === "Pending"
					? __("{0} is requested for {1} with {2}. The customer is told.", [
							name,
							time,
							escaped(answer.assigned_to),
					  ])
					: __("{0} is booked for {1} with {2}. The customer is told.", [
							name,
							time,
							escaped(answer.assigned_to),
					  ]);
			frappe.show_alert({ message: sentence, indicator: "green" }, 10);
			if (window.cur_list?.doctype === BOOKING) window.cur_list.refresh();
			this.given.after?.(answer);
		}

		open_form() {
			const doc = this.given.full_form
				? frappe.get_doc(BOOKING, this.given.full_form)
				: frappe.model.get_new_doc(BOOKING);
			const values = {
				department: this.value("department"),
				meeting_type: this.value("meeting_type"),
				customer_notes: this.value("notes"),
			};
			OF_CUSTOMER.forEach((name) => (values[name] = this.value(name)));
			Object.assign(doc, values);
			this.dialog.hide();
			frappe.set_route("Form", BOOKING, doc.name);
		}
	};

	function escaped(names) {
		return frappe.utils.escape_html(names.join(", "));
	}

	function is_zone(timeZone) {
		try {
			return Boolean(new Intl.DateTimeFormat("en", { timeZone }));
		} catch {
			return false;
		}
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
