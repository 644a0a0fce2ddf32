"""What every DocType has, whatever its own fields, and the columns that fields of each type are kept in."""

default_fields = ("doctype", "name", "owner", "creation", "modified", "modified_by", "docstatus", "idx")
child_table_fields = ("parent", "parentfield", "parenttype")
optional_fields = ("_user_tags", "_comments", "_assign", "_liked_by")
table_fields = ("Table", "Table MultiSelect")

SHORT_TEXT = ("Data", "Link", "Dynamic Link", "Select", "Read Only", "Color", "Icon", "Phone", "Autocomplete")
LONG_TEXT = (
	*("Small Text", "Text", "Long Text", "Code", "Text Editor", "Markdown Editor", "HTML Editor"),
	*("Password", "Attach", "Attach Image", "Signature", "Barcode", "Geolocation", "JSON"),
)
column_of_fieldtype = {
	**dict.fromkeys((*SHORT_TEXT, *LONG_TEXT), "TEXT"),
	**dict.fromkeys(("Int", "Long Int", "Check"), "INTEGER"),
	**dict.fromkeys(("Float", "Currency", "Percent", "Rating", "Duration"), "REAL"),
	"Date": "TEXT_DATE",
	"Datetime": "TEXT_DATETIME",
	"Time": "TEXT_TIME",
}
