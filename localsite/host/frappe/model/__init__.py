"""What every DocType has, whatever its own fields."""

default_fields = ("doctype", "name", "owner", "creation", "modified", "modified_by", "docstatus", "idx")
child_table_fields = ("parent", "parentfield", "parenttype")
optional_fields = ("_user_tags", "_comments", "_assign", "_liked_by")
table_fields = ("Table", "Table MultiSelect")
display_fieldtypes = (
	"Section Break",
	"Column Break",
	"Tab Break",
	"HTML",
	"Button",
	"Image",
	"Fold",
	"Heading",
)
no_value_fields = (*display_fieldtypes, *table_fields)

TEXT, LONG_TEXT = "varchar", "text"
# fieldtype: (declared type in SQLite, kind of text that limits its length)
column_of_fieldtype = {
	**dict.fromkeys(
		("Data", "Link", "Dynamic Link", "Select", "Read Only", "Color", "Icon", "Phone", "Autocomplete"),
		("TEXT", TEXT),
	),
	**dict.fromkeys(
		(
			"Small Text",
			"Text",
			"Long Text",
			"Code",
			"Text Editor",
			"Markdown Editor",
			"HTML Editor",
			"Password",
			"Attach",
			"Attach Image",
			"Signature",
			"Barcode",
			"Geolocation",
			"JSON",
		),
		("TEXT", LONG_TEXT),
	),
	**dict.fromkeys(("Int", "Long Int", "Check"), ("INTEGER", None)),
	**dict.fromkeys(("Float", "Currency", "Percent", "Rating", "Duration"), ("REAL", None)),
	"Date": ("TEXT_DATE", None),
	"Datetime": ("TEXT_DATETIME", None),
	"Time": ("TEXT_TIME", None),
}
