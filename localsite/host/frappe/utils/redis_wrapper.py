"""The cache with Redis's calls, in this process: shared by its threads, gone when it ends."""

import pickle
import threading
import time

from frappe._local import local

NEVER = float("inf")


class RedisWrapper:
	"""Values are pickled, as on the way to Redis: what comes back is a copy that nobody else holds."""

	def __init__(self):
		self._lock = threading.RLock()
		self._stored = {}  # {key: (bytes, time of expiry)}

	def make_key(self, key):
		return f"{getattr(local, 'site_path', '')}|{key}".encode()

	def set_value(self, key, val, expires_in_sec=None):
		self.set(self.make_key(key), pickle.dumps(val), expires_in_sec)

	def get_value(self, key, generator=None):
		"""Return the value; without one, keep and return what the generator makes."""
		stored = self.get(self.make_key(key))
		if stored is not None:
			return pickle.loads(stored)
		if not generator:
			return None
		value = generator()
		self.set_value(key, value)
		return value

	def delete_value(self, key):
		with self._lock:
			self._stored.pop(self.make_key(key), None)

	def delete_keys(self, key):
		"""Delete every key that begins so."""
		with self._lock:
			for found in [stored for stored in self._stored if stored.startswith(self.make_key(key))]:
				del self._stored[found]

	# From here on keys are taken as they come, as redis-py does: callers make them with `make_key`.

	def get(self, key):
		with self._lock:
			value, expiry = self._stored.get(key, (None, NEVER))
			if expiry > time.monotonic():
				return value
			del self._stored[key]
			return None

	def set(self, key, value, ex=None):
		with self._lock:
			self._stored[key] = (value, time.monotonic() + ex if ex else NEVER)

	def incrby(self, key, amount=1):
		with self._lock:
			value = int(self.get(key) or 0) + amount
			self._stored[key] = (str(value).encode(), self._stored.get(key, (None, NEVER))[1])
			return value

	def expire(self, key, seconds):
		with self._lock:
			value = self.get(key)
			if value is not None:
				self.set(key, value, seconds)
			return value is not None

	# A hash is kept as one entry: {field: number}, pickled.

	def hincrby(self, name, key, amount=1):
		with self._lock:
			counts = self._counts(name)
			field = key if isinstance(key, bytes) else str(key).encode()
			counts[field] = counts.get(field, 0) + amount
			self.set(name, pickle.dumps(counts))
			return counts[field]

	def hlen(self, name):
		return len(self._counts(name))

	def hscan_iter(self, name):
		return iter([(field, str(number).encode()) for field, number in self._counts(name).items()])

	def rename(self, src, dst):
		with self._lock:
			if self.get(src) is None:
				raise KeyError("no such key")
			self._stored[dst] = self._stored.pop(src)

	def unlink(self, *names):
		with self._lock:
			return len([name for name in names if self._stored.pop(name, None)])

	def _counts(self, name):
		stored = self.get(name)
		return pickle.loads(stored) if stored else {}
