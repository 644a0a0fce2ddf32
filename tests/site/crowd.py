"""Many at the same moment."""

import threading

from tests.site.answers import API


def run_all(threads: list[threading.Thread]) -> None:
	"""Until the last has ended."""
	for thread in threads:
		thread.start()
	for thread in threads:
		thread.join()


def all_at_once(http, calls: list[tuple[str, dict]], api: str = API, headers: dict | None = None) -> list:
	"""POST each (function, arguments) from a thread of its own, none before all are ready; answers in the same order."""
	http.frappe.db.commit()
	ready = threading.Barrier(len(calls))
	answers = [None] * len(calls)

	def send(number, function, arguments):
		options = {"json": arguments, "headers": {**http.headers, **(headers or {})}}
		ready.wait()
		answers[number] = http._open("POST", api + function, options)

	threads = [
		threading.Thread(target=send, args=(number, function, arguments))
		for number, (function, arguments) in enumerate(calls)
	]
	run_all(threads)
	http.frappe.db.rollback()
	return answers


def codes(answers) -> list[int]:
	return sorted(answer.status_code for answer in answers)
