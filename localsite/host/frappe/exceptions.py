"""Frappe's exception classes with the HTTP status that each becomes."""


class ValidationError(Exception):
	http_status_code = 417


class PermissionError(Exception):
	http_status_code = 403


class AuthenticationError(Exception):
	http_status_code = 401


class NameError(Exception):
	http_status_code = 409


class DuplicateEntryError(NameError):
	pass


class FrappeTypeError(TypeError):
	http_status_code = 417


class Redirect(Exception):
	def __init__(self, http_status_code=301):
		self.http_status_code = http_status_code


def _define(parent, names, **attributes):
	for name in names.split():
		globals()[name] = type(name, (parent,), {"__module__": __name__, **attributes})


_define(ValidationError, "DoesNotExistError PageDoesNotExistError", http_status_code=404)
_define(ValidationError, "LinkExpired", http_status_code=410)
_define(ValidationError, "InvalidKeyError", http_status_code=401)
_define(ValidationError, "RateLimitExceededError", http_status_code=429)
_define(
	ValidationError,
	"""DataError InvalidStatusError MandatoryError NonNegativeError LinkValidationError CannotChangeConstantError
	CharacterLengthExceededError UpdateAfterSubmitError TimestampMismatchError LinkExistsError InvalidDates
	InvalidEmailAddressError InvalidNameError InvalidPhoneNumberError UniqueValidationError AppNotInstalledError
	ImplicitCommitError DocumentLockedError InvalidColumnName DataTooLongException""",
)
_define(Exception, "CSRFTokenError", http_status_code=400)
_define(Exception, "SessionExpired", http_status_code=401)
_define(Exception, "TooManyRequestsError", http_status_code=429)
_define(Exception, "OutgoingEmailError", http_status_code=501)
_define(
	Exception, "IncorrectSitePath SecurityException QueryTimeoutError QueryDeadlockError TooManyWritesError"
)
