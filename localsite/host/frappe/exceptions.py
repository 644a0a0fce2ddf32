"""Frappe's exception classes with the HTTP status that each becomes."""

from werkzeug.exceptions import NotFound


def _define(parent, names, **attributes):
	for name in names.split():
		globals()[name] = type(name, (parent,), {"__module__": __name__, **attributes})


class ValidationError(Exception):
	http_status_code = 417


class PermissionError(Exception):
	http_status_code = 403


class AuthenticationError(Exception):
	http_status_code = 401


class NameError(Exception):
	http_status_code = 409


class CSRFTokenError(Exception):
	http_status_code = 400


class DuplicateEntryError(NameError):
	pass


class LinkValidationError(ValidationError):
	pass


class CancelledLinkError(LinkValidationError):
	pass


class IncorrectSitePath(NotFound):
	pass


class FrappeTypeError(TypeError):
	http_status_code = 417


class Redirect(Exception):
	def __init__(self, http_status_code=301):
		self.http_status_code = http_status_code


_define(ValidationError, "DoesNotExistError PageDoesNotExistError", http_status_code=404)
_define(ValidationError, "RateLimitExceededError", http_status_code=429)
_define(ValidationError, "InReadOnlyMode", http_status_code=503)
_define(ValidationError, "SessionBootFailed", http_status_code=500)
_define(
	ValidationError,
	"LinkExpired",
	http_status_code=410,
	title="Link Expired",
	message="The link has expired",
)
_define(
	ValidationError,
	"InvalidKeyError",
	http_status_code=401,
	title="Invalid Key",
	message="The document key is invalid",
)
_define(
	ValidationError,
	"""DataError MappingMismatchError InvalidStatusError MandatoryError NonNegativeError InvalidSignatureError
	CannotChangeConstantError CharacterLengthExceededError UpdateAfterSubmitError DocstatusTransitionError
	TimestampMismatchError EmptyTableError LinkExistsError InvalidEmailAddressError InvalidNameError
	InvalidPhoneNumberError TemplateNotFoundError UniqueValidationError AppNotInstalledError ImplicitCommitError
	DocumentLockedError CircularLinkingError InvalidColumnName IncompatibleApp InvalidDates DataTooLongException
	AttachmentLimitReached PrintFormatError""",
)
_define(Exception, "SessionExpired", http_status_code=401)
_define(Exception, "UnsupportedMediaType", http_status_code=415)
_define(Exception, "TooManyRequestsError", http_status_code=429)
_define(Exception, "OutgoingEmailError", http_status_code=501)
_define(Exception, "SessionStopped", http_status_code=503)
_define(
	Exception,
	"""SiteNotSpecifiedError RetryBackgroundJobError SecurityException QueryTimeoutError QueryDeadlockError
	TooManyWritesError""",
)
_define(CSRFTokenError, "InvalidAuthorizationHeader InvalidAuthorizationPrefix InvalidAuthorizationToken")
