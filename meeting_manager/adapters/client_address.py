"""Which client a request comes from, as far as its proxies can be believed.

Anybody can send an `X-Forwarded-For` header. Each proxy adds at its right end whom it was asked by, so the header is
read from there, and only as far as the ones who say so are trusted. A header that makes no sense ends the reading and
never fails the request: the last address that could be believed is the client then.
"""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

LOOPBACK = ip_address("127.0.0.1")
MOST_HOPS = 20
"""Entries of a header that are looked at: no real chain of proxies is as long."""
ONE_CUSTOMER = 64
"""Bits of an IPv6 address that its provider hands out; a customer chooses the others anew for each request."""


def find_client(environ: dict, trusted: Iterable[Network]) -> str:
	"""The client's address as limits count it: an IPv4 address, or the /64 network of an IPv6 one.

	:param environ: of WSGI; a server that listens on a socket file names no peer, and is as near as the own machine.
	:param trusted: networks of the proxies whose word counts.
	"""
	networks = tuple(trusted)
	client = read_address(environ.get("REMOTE_ADDR") or "") or LOOPBACK
	for entry in reversed((environ.get("HTTP_X_FORWARDED_FOR") or "").split(",")[-MOST_HOPS:]):
		told = read_address(entry) if any(client in network for network in networks) else None
		if told is None:
			break
		client = told
	return str(client if client.version == 4 else ip_network((client, ONE_CUSTOMER), strict=False))


def read_address(text: str) -> Address | None:
	"""An address, with its port or zone cut off; None for anything else.

	>>> read_address("[2001:db8::7]:443"), read_address("::ffff:192.0.2.7"), read_address("unknown")
	(IPv6Address('2001:db8::7'), IPv4Address('192.0.2.7'), None)
	"""
	host = text.strip()
	if host.startswith("[") and "]" in host:
		host = host[1:].partition("]")[0]
	elif host.count(":") == 1:
		host = host.partition(":")[0]
	try:
		address = ip_address(host.partition("%")[0])
	except ValueError:
		return None
	return getattr(address, "ipv4_mapped", None) or address


def read_networks(text: str | None) -> tuple[Network, ...]:
	"""Addresses and networks, one a line.

	:raises ValueError: with the line that is neither.
	"""
	lines = [line.strip() for line in (text or "").splitlines()]
	return tuple(_read_network(line) for line in lines if line)


def _read_network(line: str) -> Network:
	try:
		return ip_network(line, strict=False)
	except ValueError:
		raise ValueError(line) from None
