"""Who is counted for a request: never one that the request itself can choose."""

from ipaddress import ip_network

import pytest

from meeting_manager.adapters.client_address import MOST_HOPS, find_client, read_address, read_networks

BENCH = read_networks("127.0.0.1\n::1")
CHAIN = read_networks("127.0.0.1\n::1\n10.0.0.0/8\n2001:db8:f::/48")


@pytest.mark.parametrize(
	("peer", "forwarded", "trusted", "client"),
	[
		pytest.param("192.0.2.7", None, BENCH, "192.0.2.7", id="no proxy"),
		pytest.param("192.0.2.7", "198.51.100.1", BENCH, "192.0.2.7", id="spoofed, no proxy"),
		pytest.param("192.0.2.7", "127.0.0.1", BENCH, "192.0.2.7", id="spoofed as the proxy itself"),
		pytest.param("127.0.0.1", "198.51.100.1", (), "127.0.0.1", id="nobody is trusted"),
		pytest.param("127.0.0.1", None, BENCH, "127.0.0.1", id="the proxy itself"),
		pytest.param("127.0.0.1", "", BENCH, "127.0.0.1", id="an empty header"),
		pytest.param("127.0.0.1", "192.0.2.7", BENCH, "192.0.2.7", id="nginx on the same host"),
		pytest.param("::1", "192.0.2.7", BENCH, "192.0.2.7", id="nginx by IPv6"),
		pytest.param("::ffff:127.0.0.1", "192.0.2.7", BENCH, "192.0.2.7", id="nginx by a mapped address"),
		pytest.param("127.0.0.1", "203.0.113.9, 192.0.2.7", BENCH, "192.0.2.7", id="spoofed before nginx"),
		pytest.param("127.0.0.1", "192.0.2.7, 10.1.2.3", CHAIN, "192.0.2.7", id="two proxies"),
		pytest.param("127.0.0.1", "192.0.2.7, 10.1.2.3", BENCH, "10.1.2.3", id="the second one is unknown"),
		pytest.param(
			"127.0.0.1", "203.0.113.9, 192.0.2.7, 10.1.2.3", CHAIN, "192.0.2.7", id="spoofed before two"
		),
		pytest.param("127.0.0.1", "10.9.9.9, 10.1.2.3", CHAIN, "10.9.9.9", id="asked from among the proxies"),
		pytest.param("127.0.0.1", "10.1.2.3, unknown", CHAIN, "127.0.0.1", id="nonsense at the right"),
		pytest.param("127.0.0.1", "unknown, 10.1.2.3", CHAIN, "10.1.2.3", id="nonsense further left"),
		pytest.param("127.0.0.1", "192.0.2.7:5123", BENCH, "192.0.2.7", id="with its port"),
		pytest.param("127.0.0.1", "[2001:db8::7]:443", BENCH, "2001:db8::/64", id="IPv6 with its port"),
		pytest.param("2001:db8:0:1:aaaa::1", None, BENCH, "2001:db8:0:1::/64", id="IPv6 by its network"),
		pytest.param("2001:db8:0:1:ffff::2", None, BENCH, "2001:db8:0:1::/64", id="the same network"),
		pytest.param("fe80::1%eth0", None, BENCH, "fe80::/64", id="with a zone"),
		pytest.param(
			"::ffff:192.0.2.7", None, BENCH, "192.0.2.7", id="IPv4 in IPv6 is one client of its own"
		),
		pytest.param("2001:db8:f::1", "192.0.2.7", CHAIN, "192.0.2.7", id="a proxy in a trusted network"),
		pytest.param("", "192.0.2.7", BENCH, "192.0.2.7", id="a proxy on a socket file"),
		pytest.param(None, None, BENCH, "127.0.0.1", id="no peer at all"),
	],
)
def test_client_is_the_nearest_that_no_trusted_proxy_stands_for(peer, forwarded, trusted, client):
	environ = {"REMOTE_ADDR": peer, "HTTP_X_FORWARDED_FOR": forwarded}
	assert find_client(environ, trusted) == client


@pytest.mark.parametrize(
	"header",
	[
		",",
		", , ,",
		"'; DROP TABLE tabUser; --",
		"127.0.0.1" * 500,
		"\x00",
		"٣.٣.٣.٣",
		"1.2.3",
		"1.2.3.4.5",
		"999.1.1.1",
		"[::1",
		"::::",
		"%",
		"0x7f000001",
		"\udcff",
	],
)
def test_header_that_makes_no_sense_counts_as_its_proxy(header):
	assert find_client({"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": header}, BENCH) == "127.0.0.1"


def test_reading_of_a_header_without_end_stops():
	header = ", ".join(["203.0.113.9"] + ["127.0.0.1"] * 10_000)
	assert find_client({"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": header}, BENCH) == "127.0.0.1"
	reachable = ", ".join(["203.0.113.9"] + ["127.0.0.1"] * (MOST_HOPS - 1))
	assert (
		find_client({"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": reachable}, BENCH) == "203.0.113.9"
	)


def test_networks_are_read_one_a_line():
	read = read_networks(" 127.0.0.1 \r\n\n10.0.0.0/8\n::1\n10.1.2.3/8")
	assert read == tuple(map(ip_network, ("127.0.0.1/32", "10.0.0.0/8", "::1/128", "10.0.0.0/8")))
	assert read_networks(None) == read_networks("") == ()


@pytest.mark.parametrize("line", ["localhost", "10.0.0.0/33", "1.2.3.4, 5.6.7.8", "*", "nginx:80"])
def test_line_that_is_no_network_is_named(line):
	with pytest.raises(ValueError, match="^" + line.replace("*", r"\*") + "$"):
		read_networks(f"127.0.0.1\n{line}")


@pytest.mark.parametrize("text", ["", " ", "unknown", "_hidden", "a" * 10_000])
def test_what_is_no_address_is_none(text):
	assert read_address(text) is None
