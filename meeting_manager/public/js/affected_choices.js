// One affected booking: what is in its way, and the ways out to choose from.
frappe.provide("meeting_manager");

(function () {
	const { element } = meeting_manager;
	const LATER = "";

	// on_change is told whenever another way out is chosen.
	meeting_manager.AffectedBooking = class {
		constructor(booking, on_change) {
			Object.assign(this, { booking, on_change, chosen: LATER });
			this.ways = this.find_ways();
			this.refusal = element("div", { class: "mm-refusal text-danger", role: "status" });
			this.tick = element("input", {
				type: "checkbox",
				"aria-label": __("Choose {0} for what is done with several", [booking.booking_reference]),
			});
			this.card = this.build();
		}

		find_ways() {
			const { colleague, times, timezone } = this.booking;
			return {
				[LATER]: { label: __("Decide later") },
				...(colleague && {
					reassign: {
						label: __("Reassign to {0}", [colleague.name]),
						action: "reassign",
						member: colleague.member,
					},
				}),
				...Object.fromEntries(
					times.map((start, number) => [
						`move ${number}`,
						{ label: __("Move to {0}", [in_words(start, timezone)]), action: "move", start },
					])
				),
				keep: { label: __("Keep as it is"), action: "keep" },
			};
		}

		// The nearest time is that with the least minutes in between.
		nearest_way() {
			const far = ({ start }) => Math.abs(new Date(start) - new Date(this.booking.start));
			const moves = Object.entries(this.ways).filter(([_name, { action }]) => action === "move");
			return moves.sort(([_one, a], [_other, b]) => far(a) - far(b))[0]?.[0];
		}

		// name: of a way, or of an action of which the best is taken; one that this booking has not changes nothing.
		choose(name) {
			const way = name === "move" ? this.nearest_way() : name;
			if (!(way in this.ways)) return;
			this.chosen = way;
			this.refusal.replaceChildren();
			for (const radio of this.card.querySelectorAll("[type=radio]"))
				radio.checked = radio.value === way;
		}

		get decision() {
			if (this.chosen === LATER) return null;
			const { label, ...decision } = this.ways[this.chosen];
			return { booking: this.booking.booking, ...decision };
		}

		refuse(text) {
			this.refusal.replaceChildren(text || "");
		}

		build() {
			const { booking, booking_reference, customer_name, department, start, timezone, assigned_to } =
				this.booking;
			const link = element(
				"a",
				{ href: `/app/mm-meeting-booking/${encodeURIComponent(booking)}` },
				customer_name
			);
			const facts = [in_words(start, timezone), assigned_to.join(", "), department, booking_reference];
			return element(
				"li",
				{ class: "mm-affected" },
				element("div", {}, this.tick),
				element(
					"div",
					{ class: "mm-affected-what" },
					element("h4", {}, link),
					element(
						"div",
						{ class: "text-muted small" },
						facts.join(" · "),
						element("span", {}, ` (${timezone})`)
					),
					...this.build_reasons(),
					this.build_ways(),
					this.refusal
				)
			);
		}

		build_reasons() {
			const several = new Set(this.booking.reasons.map(({ member }) => member)).size > 1;
			return this.booking.reasons.map(({ name, text }) =>
				element("div", { class: "mm-affected-why" }, several ? `${name}: ${text}` : text)
			);
		}

		build_ways() {
			const group = `mm-way-${this.booking.booking}`;
			const labels = Object.entries(this.ways).map(([value, { label }]) => {
				const radio = element("input", { type: "radio", name: group, value });
				radio.checked = value === LATER;
				radio.addEventListener("change", () => {
					this.choose(value);
					this.on_change();
				});
				return element("label", { class: "mm-time" }, radio, element("span", {}, label));
			});
			const legend = element(
				"legend",
				{ class: "sr-only" },
				__("What to do with {0}", [this.booking.booking_reference])
			);
			return element("fieldset", { class: "mm-ways" }, legend, ...labels);
		}
	};

	function in_words(instant, timeZone) {
		const options = {
			weekday: "short",
			day: "numeric",
			month: "short",
			hour: "2-digit",
			minute: "2-digit",
		};
		const language = (frappe.boot.lang || "en").replace("_", "-");
		return new Date(instant).toLocaleString(language, { ...options, hourCycle: "h23", timeZone });
	}
})();
