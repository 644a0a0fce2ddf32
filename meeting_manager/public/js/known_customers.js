// Proposes customers of earlier bookings while a name or an address is typed.
frappe.provide("meeting_manager");

(function () {
	const { element } = meeting_manager;
	const METHOD = "meeting_manager.meeting_manager.api.quick_booking.find_customers";
	const PAUSE = 200; // milliseconds without a key before anybody is searched

	// on_choose gets the customer.
	meeting_manager.propose_customers = function (input, on_choose) {
		let found = [];
		const list = new Awesomplete(input, {
			minChars: 2,
			autoFirst: false,
			sort: false,
			filter: () => true,
			data: (number) => ({ label: found[number].customer_name, value: String(number) }),
			item: (item) => describe(found[Number(item.value)]),
			replace: (item) => on_choose(found[Number(item.value)]),
		});
		const search = frappe.utils.debounce(async () => {
			const text = input.value;
			const customers = await ask(text);
			if (input.value !== text || document.activeElement !== input) return;
			found = customers;
			list.list = customers.map((_customer, number) => number);
		}, PAUSE);
		input.setAttribute("autocomplete", "off");
		input.addEventListener("input", search);
		return list;
	};

	async function ask(text) {
		if (text.trim().length < 2) return [];
		try {
			return (await frappe.xcall(METHOD, { text })).customers;
		} catch {
			return [];
		}
	}

	function describe({ customer_name, customer_email }) {
		const name = element("strong", {}, customer_name);
		const email = element("div", { class: "small text-muted" }, customer_email);
		return element("li", { role: "option", "aria-selected": "false" }, element("a", {}, name, email));
	}
})();
