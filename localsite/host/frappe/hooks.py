app_name = "frappe"
app_title = "Frappe Framework, as far as localsite offers it"
