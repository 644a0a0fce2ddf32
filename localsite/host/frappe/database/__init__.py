def get_db():
	from frappe.database.database import Database

	return Database()
