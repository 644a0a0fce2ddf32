frappe.ui.form.on("MM Meeting Type", {
	setup(frm) {
		frm.set_query("member", "named_members", () => ({ filters: { name: ["in", frm.mm_members || []] } }));
	},

	async refresh(frm) {
		if (!frm.is_new()) {
			frm.add_custom_button(__("Explain Slots"), () =>
				meeting_manager.explain_slots(frm.doc.name, frm.doc.meeting_name)
			);
		}
		await use_department(frm);
	},

	department: use_department,
});

async function use_department(frm) {
	if (!frm.doc.department) return;
	const department = await frappe.db.get_doc("MM Department", frm.doc.department);
	frm.mm_members = department.members.filter((row) => row.is_active).map((row) => row.member);
	if (frm.is_new() || frm.is_dirty() || !frm.doc.is_active || !frm.doc.is_public) return;
	const address = `/book/${department.department_slug}/${frm.doc.meeting_slug}`;
	frm.add_web_link(address, __("Open the booking page"));
}
