"""Between Frappe's database and the pure core: rows become plain values, UTC minutes become site time."""
