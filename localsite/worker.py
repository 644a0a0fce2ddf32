"""The site's background work: due schedules, waiting jobs, waiting mail, mail that came."""

import sys
import threading
import traceback

from frappe.email import queue
from frappe.email.doctype.email_account import email_account
from frappe.utils import background_jobs, scheduler

from localsite.site import open_site

PAUSE_SECONDS = 0.5
THREADS = 2


def run_once(site_folder):
	"""Do all that is due now; return how many jobs and mails, out and in, were taken up."""
	with open_site(site_folder):
		scheduler.enqueue_events()
		return background_jobs.run_jobs() + queue.flush() + email_account.pull()


def run(site_folder, stop):
	"""Work until the event `stop` is set; an error is printed and does not end the work."""
	with open_site(site_folder):
		background_jobs.delete_ended_jobs()
	while not stop.is_set():
		try:
			if run_once(site_folder):
				continue
		except Exception:
			traceback.print_exc(file=sys.stderr)
		stop.wait(PAUSE_SECONDS)


def start_threads(site_folder, stop):
	threads = [
		threading.Thread(target=run, args=(site_folder, stop), name=f"worker-{n}") for n in range(THREADS)
	]
	for thread in threads:
		thread.start()
	return threads
