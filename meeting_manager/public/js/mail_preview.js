// A mail about a booking as it would be written now, for whoever may change how mails look.
frappe.provide("meeting_manager");

(function () {
	const { element } = meeting_manager;
	const API = "meeting_manager.meeting_manager.api.desk.";
	const NEVER_TOLD = {
		Customer: ["Assigned", "Handed Over"],
		Member: ["Reassigned", "Time Kept", "Completed", "No-Show", "Fee Waived"],
	};

	// template: an Email Template in place of those that MM Settings name.
	meeting_manager.preview_mail = async function (template) {
		const [chosen, languages, bookings] = await Promise.all([
			find_row(template),
			frappe.xcall(`${API}get_mail_languages`),
			frappe.db.get_list("MM Meeting Booking", { order_by: "creation desc", limit: 1 }),
			frappe.model.with_doctype("MM Mail Template"),
		]);
		const dialog = new frappe.ui.Dialog({
			title: template ? __("Preview of {0}", [template]) : __("Preview of Mails"),
			size: "large",
			fields: describe_fields(languages, bookings, chosen),
		});
		const look = () => show(dialog, template);
		["booking", "occasion", "language"].forEach((field) => (dialog.fields_dict[field].df.change = look));
		dialog.fields_dict.recipient_kind.df.change = () => offer_occasions(dialog).then(look);
		dialog.show();
		look();
		return dialog;
	};

	meeting_manager.offer_mail_preview = function (frm, template) {
		if (frm.is_new() || !frappe.model.can_write("MM Settings")) return;
		frm.add_custom_button(__("Preview Mail"), () => {
			if (frm.is_dirty()) return frappe.show_alert(__("Save the form first: what is saved is what you see."));
			meeting_manager.preview_mail(template);
		});
	};

	// What the template is used for, if it is.
	async function find_row(template) {
		const settings = await frappe.db.get_doc("MM Settings");
		const rows = settings.mail_templates || [];
		return rows.find((row) => !template || row.email_template === template) || {};
	}

	function describe_fields(languages, bookings, chosen) {
		const own = { value: "", label: __("The recipient's own") };
		return [
			{
				fieldname: "booking",
				fieldtype: "Link",
				options: "MM Meeting Booking",
				label: __("Booking"),
				default: bookings.length ? bookings[0].name : "",
			},
			{
				fieldname: "occasion",
				fieldtype: "Select",
				label: __("Occasion"),
				options: occasions_of(chosen.recipient_kind).map((value) => ({ value, label: __(value, null, "MM Message") })),
				default: chosen.occasion || "Confirmed",
			},
			{ fieldtype: "Column Break" },
			{
				fieldname: "recipient_kind",
				fieldtype: "Select",
				label: __("To", null, "MM Mail Template"),
				options: ["Customer", "Member"].map((value) => ({ value, label: __(value) })),
				default: chosen.recipient_kind || "Customer",
			},
			{
				fieldname: "language",
				fieldtype: "Select",
				label: __("Language"),
				options: [own, ...languages.map((value) => ({ value, label: value }))],
				default: chosen.language || "",
			},
			{ fieldtype: "Section Break" },
			{ fieldname: "mail", fieldtype: "HTML" },
		];
	}

	function occasions_of(recipient_kind) {
		const all = frappe.meta.get_docfield("MM Mail Template", "occasion").options.split("\n");
		return all.filter((occasion) => !NEVER_TOLD[recipient_kind || "Customer"].includes(occasion));
	}

	async function offer_occasions(dialog) {
		const occasions = occasions_of(dialog.get_value("recipient_kind"));
		const kept = dialog.get_value("occasion");
		const options = occasions.map((value) => ({ value, label: __(value, null, "MM Message") }));
		dialog.set_df_property("occasion", "options", options);
		await dialog.set_value("occasion", occasions.includes(kept) ? kept : "Confirmed");
	}

	async function show(dialog, template) {
		const { booking, occasion, recipient_kind, language } = dialog.get_values(true);
		const asked = { booking, occasion, recipient_kind, language, email_template: template || "" };
		const key = JSON.stringify(asked);
		if (!occasion || key === dialog.mm_shown) return;
		dialog.mm_shown = key;
		const place = dialog.fields_dict.mail.wrapper;
		if (!booking) return place.replaceChildren(tell(__("Choose a booking that the mail is about.")));
		place.replaceChildren(tell(__("Loading …")));
		const answer = await ask(asked);
		if (dialog.mm_shown === key) place.replaceChildren(...(answer ? describe(answer) : []));
	}

	// Frappe itself tells of a refusal.
	async function ask(asked) {
		try {
			return await frappe.xcall(`${API}preview_mail`, asked);
		} catch {
			return null;
		}
	}

	function tell(sentence) {
		return element("p", { class: "text-muted", "aria-live": "polite" }, sentence);
	}

	// Nothing in the mail runs, and nothing of it reaches the Desk.
	function describe({ subject, html, text }) {
		const frame = element("iframe", { class: "mm-mail", sandbox: "", title: __("The mail"), srcdoc: html });
		const summary = element("summary", {}, __("As plain text"));
		return [
			element("p", { class: "mm-mail-subject", "aria-live": "polite" }, __("Subject: {0}", [subject])),
			frame,
			element("details", {}, summary, element("pre", { class: "mm-mail-text", dir: "auto" }, text)),
			tell(__("The links do not work here.")),
		];
	}
})();
