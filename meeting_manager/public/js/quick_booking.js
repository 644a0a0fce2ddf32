// Booking for a customer who calls or stands at the desk: where the Desk adds a booking, in its list and on its workspace.
frappe.provide("meeting_manager");

(function () {
	const METHOD = "meeting_manager.meeting_manager.api.quick_booking.get_choices";
	const BOOKING = "MM Meeting Booking";

	// given: department, meeting_type, member, date and customer fields to begin with, and `after(answer)`.
	meeting_manager.quick_book = async function (given = {}) {
		const choices = await get_choices();
		if (!choices) return null;
		if (!choices.departments.length) {
			frappe.msgprint(
				__(
					"There is no meeting type that you could book. You may book for departments that you lead or belong to."
				)
			);
			return null;
		}
		return new meeting_manager.QuickBooking(choices, given);
	};

	// Whoever may not add bookings, as members, has no button of Frappe's for it.
	meeting_manager.offer_quick_booking = function (listview) {
		if (!frappe.model.can_create(BOOKING)) {
			listview.page.set_primary_action(
				__("Book for a Customer"),
				() => meeting_manager.quick_book(),
				"add"
			);
		}
	};

	// Frappe asks for this class by its name whenever a booking is added.
	frappe.ui.form.MMMeetingBookingQuickEntryForm = class extends frappe.ui.form.QuickEntryForm {
		setup() {
			return new Promise((resolve) => {
				frappe.model.with_doctype(this.doctype, async () => {
					this.check_quick_entry_doc();
					await meeting_manager.quick_book({
						...given_by(this.doc),
						after: (answer) => this.hand_over(answer),
					});
					resolve(this);
				});
			});
		}

		async hand_over({ booking, may_open }) {
			frappe.quick_entry = null;
			if (this.after_insert && may_open) this.after_insert(await frappe.db.get_doc(BOOKING, booking));
		}
	};

	// Frappe itself tells of a refusal.
	async function get_choices() {
		try {
			return await frappe.xcall(METHOD);
		} catch {
			return null;
		}
	}

	function given_by(doc) {
		const date = doc.start_datetime && doc.start_datetime.slice(0, 10);
		return { ...doc, date, full_form: doc.name };
	}
})();
