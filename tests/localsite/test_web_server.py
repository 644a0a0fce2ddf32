"""The command line: a site served, its console, its worker."""

import http.client
import json
import os
import signal
import subprocess
import sys
import time

import pytest

from tests.localsite.conftest import APPS, ROOT


def command(board, *arguments, script=None, popen=False):
	environment = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{APPS}"}
	line = [sys.executable, "-m", "localsite", "--site", str(board.folder), *arguments]
	options = {"env": environment, "cwd": board.folder, "text": True, "stdout": subprocess.PIPE}
	if popen:
		return subprocess.Popen(line, **options)
	return subprocess.run(line, input=script, stderr=subprocess.PIPE, timeout=30, check=False, **options)


@pytest.fixture
def server(board):
	process = command(board, "serve", "--port", "0", popen=True)
	line = process.stdout.readline()
	process.port = int(line.rsplit(":", 1)[1])
	yield process
	process.kill()
	process.wait()
	process.stdout.close()


def wait_for(condition, seconds=10):
	end = time.monotonic() + seconds
	while time.monotonic() < end:
		if condition():
			return True
		time.sleep(0.05)
	return False


def test_the_server_answers_works_off_jobs_and_stops_on_sigterm(board, server):
	connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
	for path in ("/board", "/api/method/ping", "/assets/noticeboard/css/board.css"):
		connection.request("GET", path)
		response = connection.getresponse()
		response.read()
		assert (path, response.status) == (path, 200)
	body = json.dumps({"title": "served"})
	connection.request(
		"POST", "/api/method/noticeboard.api.enqueue_notice", body, {"Content-Type": "application/json"}
	)
	assert connection.getresponse().read() == b"{}"
	assert wait_for(lambda: board.titles() == ["served"])
	server.send_signal(signal.SIGTERM)
	assert server.wait(timeout=10) == 0


def test_the_console_runs_statements_and_commits_only_if_told(board):
	script = "from noticeboard.events import add_notice\nadd_notice('one')\nfor n in range(2):\n\tprint(n)\n"
	result = command(board, "console", script=script)
	assert (result.returncode, result.stdout) == (0, "0\n1\n")
	assert board.titles() == []
	assert command(board, "console", script=script + "frappe.db.commit()\n6 * 7\n").stdout == "0\n1\n42\n"
	assert board.titles() == ["one"]


def test_a_statement_that_fails_is_shown_and_the_rest_still_runs(board):
	result = command(board, "console", script="frappe.get_doc('Notice', 'none')\nprint('still here')\n")
	assert (result.returncode, result.stdout) == (1, "still here\n")
	assert "DoesNotExistError" in result.stderr


def test_execute_prints_the_result_and_commits(board):
	options = ("--kwargs", '{"title": "executed"}')
	assert command(board, "execute", "noticeboard.events.add_notice", *options).returncode == 0
	assert board.titles() == ["executed"]
	assert command(board, "execute", "noticeboard.events.shouted", "--args", '["a"]').stdout == '"A"\n'


def test_the_worker_ends_when_nothing_is_due(board):
	import frappe

	with board.open():
		frappe.enqueue("noticeboard.events.add_notice", title="worked off")
		frappe.sendmail(recipients=["alex@example.com"], subject="Hello", message="Hello")
		frappe.db.commit()
	assert command(board, "worker", "--once").returncode == 0
	assert board.titles() == ["worked off"]
	assert board.values("Email Queue", "status") == ["Sent"]


@pytest.mark.parametrize(
	("options", "said"),
	[
		(("--port", "70000"), "argument --port: '70000' is no port: give a number from 0 to 65535"),
		(("--port", "-1"), "argument --port: '-1' is no port: give a number from 0 to 65535"),
		(("--port", "web"), "argument --port: 'web' is no port: give a number from 0 to 65535"),
		(("--smtp", "nonsense"), "argument --smtp: 'nonsense' is not HOST:PORT: give for example"),
		(("--smtp", ":25"), "argument --smtp: ':25' is not HOST:PORT: give for example"),
		(("--smtp", "localhost:mail"), "argument --smtp: 'mail' is no port: give a number from 0 to 65535"),
	],
)
def test_addresses_that_cannot_be_are_refused(capsys, options, said):
	from localsite.__main__ import make_parser

	with pytest.raises(SystemExit):
		make_parser().parse_args(["--site", "x", "serve", *options])
	assert said in capsys.readouterr().err
