"""The addresses of the files that the Desk loads."""

from hashlib import sha256
from pathlib import Path

PUBLIC = Path(__file__).parents[1] / "public"


def address(path: str) -> str:
	"""With the digest of what the file holds, so that a browser keeps no older one."""
	return f"/assets/meeting_manager/{path}?v={sha256((PUBLIC / path).read_bytes()).hexdigest()[:8]}"
