"""Numbers, text, dates and addresses: Frappe's conversions, with its lenient readings."""

import datetime
import json
import re
from urllib.parse import urljoin
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


def cstr(s, encoding="utf-8"):
	return frappe.as_unicode(s, encoding)


def sbool(x):
	"""Read "true", "false", "1" and "0" as what they say; everything else stays as it is."""
	return (
		{"true": True, "1": True, "false": False, "0": False}.get(str(x).lower(), x) if x is not None else x
	)


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


def convert_utc_to_timezone(utc_timestamp, time_zone):
	aware = utc_timestamp if utc_timestamp.tzinfo else utc_timestamp.replace(tzinfo=datetime.timezone.utc)
	return aware.astimezone(ZoneInfo(time_zone))


def convert_utc_to_system_timezone(utc_timestamp):
	return convert_utc_to_timezone(utc_timestamp, get_system_timezone())


def now_datetime():
	"""Return the present moment, naive, in the site's time zone."""
	utc = datetime.datetime.now(datetime.timezone.utc)
	return convert_utc_to_system_timezone(utc).replace(tzinfo=None)


def now():
	return now_datetime().strftime(DATETIME_FORMAT)


def nowdate():
	return now_datetime().strftime(DATE_FORMAT)


today = nowdate


def nowtime():
	return now_datetime().strftime(TIME_FORMAT)


def getdate(string_date=None):
	if not string_date:
		return now_datetime().date()
	if isinstance(string_date, datetime.datetime):
		return string_date.date()
	if isinstance(string_date, datetime.date):
		return string_date
	if _is_zero_date(string_date):
		return None
	try:
		return parser.parse(string_date).date()
	except parser.ParserError:
		message = frappe._("{} is not a valid date string.").format(bold(string_date))
		frappe.throw(message, title=frappe._("Invalid Date"))


def get_datetime(datetime_str=None):
	if datetime_str is None:
		return now_datetime()
	if isinstance(datetime_str, datetime.datetime | datetime.timedelta):
		return datetime_str
	if isinstance(datetime_str, datetime.date):
		return datetime.datetime.combine(datetime_str, datetime.time())
	if _is_zero_date(datetime_str):
		return None
	try:
		return datetime.datetime.fromisoformat(datetime_str)
	except ValueError:
		return parser.parse(datetime_str)


def _is_zero_date(text):
	return not text or str(text).startswith(("0001-01-01", "0000-00-00"))


def get_time(time_str):
	if isinstance(time_str, datetime.datetime):
		return time_str.time()
	if isinstance(time_str, datetime.time):
		return time_str
	if isinstance(time_str, datetime.timedelta):
		return (datetime.datetime.min + time_str).time()
	return parser.parse(time_str).time()


def to_timedelta(time_str):
	if not isinstance(time_str, str | datetime.time):
		return time_str
	time = parser.parse(str(time_str)).time()
	return datetime.timedelta(
		hours=time.hour, minutes=time.minute, seconds=time.second, microseconds=time.microsecond
	)


def get_timedelta(time=None):
	"""Return the time of day as a timedelta, or None where it is none."""
	try:
		return to_timedelta(time or "0:0:0")
	except parser.ParserError:
		return None


def get_datetime_str(datetime_obj):
	return get_datetime(datetime_obj).strftime(DATETIME_FORMAT)


def format_timedelta(o):
	minutes, seconds = divmod(o.total_seconds(), 60)
	hours, minutes = divmod(int(minutes), 60)
	seconds = int(seconds) if round(seconds, 6) == int(seconds) else round(seconds, 6)
	return f"{hours}:{minutes:02}:{seconds:02}"


def add_to_date(
	date,
	years=0,
	months=0,
	weeks=0,
	days=0,
	hours=0,
	minutes=0,
	seconds=0,
	as_string=False,
	as_datetime=False,
):
	"""Add to a date or datetime; text comes back as text, with the time if it had one or hours were added."""
	as_datetime = as_datetime or bool(hours)
	if isinstance(date, str):
		as_string, as_datetime = True, as_datetime or " " in date
		date = parser.parse(date)
	elif date is None:
		date = now_datetime()
	date += relativedelta(
		years=years, months=months, weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds
	)
	return date.strftime(DATETIME_FORMAT if as_datetime else DATE_FORMAT) if as_string else date


def add_days(date, days):
	return add_to_date(date, days=days)


def date_diff(string_ed_date, string_st_date):
	return (getdate(string_ed_date) - getdate(string_st_date)).days


def time_diff(string_ed_date, string_st_date):
	return get_datetime(string_ed_date) - get_datetime(string_st_date)


def time_diff_in_seconds(string_ed_date, string_st_date):
	return time_diff(string_ed_date, string_st_date).total_seconds()


def formatdate(string_date=None, format_string=None):
	if not string_date:
		return ""
	return _format("format_date", getdate(string_date), (format_string or _date_format()).replace("mm", "MM"))


format_date = formatdate


def format_datetime(datetime_string, format_string=None):
	if not datetime_string:
		return None
	default = f"{_date_format().replace('mm', 'MM')} {_time_format()}"
	return _format("format_datetime", get_datetime(datetime_string), format_string or default)


def format_time(time_string=None, format_string=None):
	if not time_string:
		return ""
	return _format("format_time", get_time(time_string), format_string or _time_format())


def _date_format():
	return frappe.get_system_settings("date_format") or "yyyy-mm-dd"


def _time_format():
	return frappe.get_system_settings("time_format") or "HH:mm:ss"


def _format(kind, value, format_string):
	import babel.dates

	return getattr(babel.dates, kind)(value, format_string, locale=frappe.local.lang.replace("-", "_"))


def get_url(uri=None, full_address=False):
	"""Return the site's address; without `host_name` in the site's configuration the Host header is believed."""
	if uri and uri.startswith(("http://", "https://")):
		return uri
	request = getattr(frappe.local, "request", None)
	conf = frappe.local.conf
	host = conf.host_name or conf.hostname
	if not host:
		host = f"{request.scheme}://{request.host}" if request else f"http://{frappe.local.site}"
	if not host.startswith(("http://", "https://")):
		host = f"http://{host}"
	port = conf.http_port or conf.webserver_port
	if port and not re.search(r":\d+$", host):
		host = f"{host}:{port}"
	if full_address and not uri:
		uri = request.full_path
	return urljoin(host, uri) if uri else host


def cast(fieldtype, value=None):
	"""Convert a stored value to the type of its field."""
	if fieldtype in ("Currency", "Float", "Percent"):
		return flt(value)
	if fieldtype in ("Int", "Check"):
		return cint(value)
	if fieldtype == "Date":
		return getdate(value) if value else value
	if fieldtype == "Datetime":
		return get_datetime(value) if value else value
	if fieldtype == "Time":
		return to_timedelta(value)
	return value


def compare(val1, condition, val2):
	"""Tell whether a value meets a filter, for filters on rows in memory."""
	tests = {
		"=": lambda: val1 == val2,
		"!=": lambda: val1 != val2,
		">": lambda: val1 > val2,
		"<": lambda: val1 < val2,
		">=": lambda: val1 >= val2,
		"<=": lambda: val1 <= val2,
		"in": lambda: val1 in val2,
		"not in": lambda: val1 not in val2,
		"not None": lambda: val1 is not None,
		"None": lambda: val1 is None,
		"^": lambda: cstr(val1).startswith(cstr(val2)),
	}
	return tests[condition]()
