"""Serve a site on 127.0.0.1 with its workers beside it, until SIGTERM or SIGINT."""

import signal
import threading

import frappe
import frappe.app
from werkzeug.serving import WSGIRequestHandler, make_server

from localsite import worker
from localsite.site import open_site

HOST = "127.0.0.1"


class RequestHandler(WSGIRequestHandler):
	def log_request(self, code="-", size="-"):
		"""Write no line for each request."""


def make_site_server(site_folder, port):
	"""Return the threaded server; port 0 takes a free one, then found in `server_port`."""
	frappe.app._site, frappe.app._sites_path = site_folder.name, str(site_folder.parent)
	with open_site(site_folder):
		folders = [(app, frappe.get_app_path(app)) for app in frappe.get_installed_apps()]
	application = frappe.app.application_with_statics(folders)
	server = make_server(HOST, port, application, threaded=True, request_handler=RequestHandler)
	server.daemon_threads = False  # closing waits for what runs
	return server


def serve(site_folder, port):
	"""Serve until a signal comes; what runs then is finished."""
	server, stop = make_site_server(site_folder, port), threading.Event()
	for number in (signal.SIGTERM, signal.SIGINT):
		signal.signal(number, lambda *_signal: stop.set())
	workers = worker.start_threads(site_folder, stop)
	serving = threading.Thread(target=server.serve_forever, name="server")
	serving.start()
	print(f"Serving {site_folder.name} at http://{HOST}:{server.server_port}", flush=True)
	stop.wait()
	server.shutdown()
	for thread in (serving, *workers):
		thread.join()
	server.server_close()
