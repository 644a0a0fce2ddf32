"""Make the checkout's `.venv` and fill it: needs Python 3.10 or later and nothing else.

Run as `python3 scripts/environment.py REQUIREMENTS_FILE …`; prints the path of the environment's Python last.
A second run with the same requirements changes nothing and needs no network.
"""

import hashlib
import os
import re
import subprocess
import sys
import tempfile
import urllib.parse
import urllib.request
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ENVIRONMENT = ROOT / ".venv"
PYTHON = ENVIRONMENT / "bin" / "python"
CONSTRAINTS = ROOT / "scripts" / "constraints.txt"
PACKAGE_INDEX = os.environ.get("PIP_INDEX_URL", "https://pypi.org/simple")


def main(names: list[str]) -> None:
	# This file runs before anything is installed, on whatever Python there is.
	if sys.version_info < (3, 10):  # noqa: UP036
		sys.exit(f"Python 3.10 or later is needed; this is {sys.version.split()[0]}")
	missing = [ROOT / name for name in names if not mark_of(ROOT / name).exists()]
	if missing:
		make_environment()
		install(missing)
		for path in missing:
			mark_of(path).touch()
	print(PYTHON)


def mark_of(requirements: Path) -> Path:
	"""The file that says that the environment holds these requirements for this Python."""
	contents = requirements.read_bytes() + CONSTRAINTS.read_bytes() + sys.version.encode()
	return ENVIRONMENT / f"holds-{hashlib.sha256(contents).hexdigest()[:16]}"


def make_environment() -> None:
	if works(PYTHON, "-c", "import pip"):
		return
	tell("Making .venv …")
	venv.create(ENVIRONMENT, clear=True, with_pip=False, symlinks=True)
	if not works(PYTHON, "-m", "ensurepip", "--default-pip"):
		bootstrap_pip()


def bootstrap_pip() -> None:
	"""Debian keeps ensurepip in a package of its own: run pip out of its wheel to install itself."""
	tell("Fetching pip …")
	index = f"{PACKAGE_INDEX.rstrip('/')}/pip/"
	page = fetch(index).decode()
	link = re.findall(r'href="([^"]+/pip-[0-9.]+-py3-none-any\.whl#sha256=[0-9a-f]{64})"', page)[-1]
	address, expected = urllib.parse.urljoin(index, link).split("#sha256=")
	wheel = fetch(address)
	if hashlib.sha256(wheel).hexdigest() != expected:
		sys.exit(f"{address} is not what the index says. Try again")
	with tempfile.TemporaryDirectory() as folder:
		path = Path(folder) / address.rsplit("/", 1)[1]
		path.write_bytes(wheel)
		subprocess.run([PYTHON, path / "pip", "install", "--quiet", path], check=True)


def install(files: list[Path]) -> None:
	tell("Installing what is needed …")
	requirements = [word for path in files for word in ("-r", path)]
	command = [PYTHON, "-m", "pip", "install", "--disable-pip-version-check", "-c", CONSTRAINTS]
	finished = subprocess.run([*command, *requirements], stdout=sys.stderr, check=False)
	if finished.returncode:
		sys.exit(
			"The packages could not be installed; what went wrong stands above. A network is needed this once"
		)


def works(*command) -> bool:
	try:
		return subprocess.run(command, capture_output=True, check=False).returncode == 0
	except OSError:
		return False


def fetch(address: str) -> bytes:
	with urllib.request.urlopen(address, timeout=60) as answer:
		return answer.read()


def tell(sentence: str) -> None:
	print(sentence, file=sys.stderr, flush=True)


if __name__ == "__main__":
	main(sys.argv[1:])
