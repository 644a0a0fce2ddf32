"""Numbers, text, dates and addresses: Frappe's conversions, with its lenient readings."""

import datetime
import json
import re
from zoneinfo import ZoneInfo

import frappe
from dateutil import parser
from dateutil.relativedelta import relativedelta

DATE_FORMAT = "%Y-%m-%d"
TIME_FORMAT = "%H:%M:%S.%f"
DATETIME_FORMAT = f"{DATE_FORMAT} {TIME_FORMAT}"
TAG = re.compile(r"<[^>]*>")
HTML_ESCAPES = str.maketrans({"&": "&amp;", '"': "&quot;", "'": "&apos;", ">": "&gt;", "<": "&lt;"})


def cint(s, default=0):
	for convert in (int, lambda value: int(float(value))):
		try:
			return convert(s)
		except (TypeError, ValueError, OverflowError):
			continue
	return default


def flt(s, precision=None):
	try:
		number = float(s.replace(",", "") if isinstance(s, str) else s)
	except (TypeError, ValueError):
		return 0.0
	return number if precision is None else round(number, precision)


def cstr(s):
	return frappe.as_unicode(s)


def parse_json(val):
	if isinstance(val, str):
		val = json.loads(val)
	return frappe._dict(val) if type(val) is dict else val


def bold(text):
	return f"<strong>{text}</strong>"


def strip_html(text):
	return TAG.sub("", text)


def escape_html(text):
	return text.translate(HTML_ESCAPES) if isinstance(text, str) else text


def get_system_timezone():
	return frappe.get_system_settings("time_zone") or "Asia/Kolkata"


def now_datetime():
	"""Return the present moment, naive, in the site's time zone."""
	return datetime.datetime.now(ZoneInfo(get_system_timezone())).replace(tzinfo=None)


def now():
	return now_datetime().strftime(DATETIME_FORMAT)


def nowdate():
	return now_datetime().strftime(DATE_FORMAT)


def nowtime():
	return now_datetime().strftime(TIME_FORMAT)


def getdate(string_date=None):
	if not string_date:
		return now_datetime().date()
	if isinstance(string_date, datetime.datetime):
		return string_date.date()
	if isinstance(string_date, datetime.date):
		return string_date
	try:
		return parser.parse(string_date).date()
	except parser.ParserError:
		message = frappe._("{} is not a valid date string.").format(bold(string_date))
		frappe.throw(message, title=frappe._("Invalid Date"))


def get_datetime(datetime_str=None):
	if datetime_str is None:
		return now_datetime()
	if isinstance(datetime_str, datetime.datetime):
		return datetime_str
	if isinstance(datetime_str, datetime.date):
		return datetime.datetime.combine(datetime_str, datetime.time())
	try:
		return datetime.datetime.fromisoformat(datetime_str)
	except ValueError:
		return parser.parse(datetime_str)


def to_timedelta(time_str):
	if not isinstance(time_str, str | datetime.time):
		return time_str
	return (
		datetime.datetime.combine(datetime.date.min, parser.parse(str(time_str)).time())
		- datetime.datetime.min
	)


def add_to_date(date, *, as_string=False, as_datetime=False, **amounts):
	"""Add years, months, days, hours …; text comes back as text, with the time if it had one or hours were added."""
	as_datetime = as_datetime or bool(amounts.get("hours"))
	if isinstance(date, str):
		as_string, as_datetime = True, as_datetime or " " in date
		date = parser.parse(date)
	date = (date or now_datetime()) + relativedelta(**amounts)
	return date.strftime(DATETIME_FORMAT if as_datetime else DATE_FORMAT) if as_string else date


def cast(fieldtype, value=None):
	"""Convert a stored value to the type of its field."""
	if fieldtype in ("Currency", "Float", "Percent"):
		return flt(value)
	if fieldtype in ("Int", "Check"):
		return cint(value)
	convert = {"Date": getdate, "Datetime": get_datetime, "Time": to_timedelta}.get(fieldtype)
	return convert(value) if convert and value else value
