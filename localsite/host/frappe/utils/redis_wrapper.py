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
		self._values = {}
		self._expiry = {}

	def __call__(self):
		return self

	def make_key(self, key, user=None, shared=False):
		if isinstance(key, bytes):
			return key
		if shared:
			return str(key).encode()
		key = f"user:{local.session.user if user is True else user}:{key}" if user else key
		return f"{getattr(local, 'site_path', '')}|{key}".encode()

	def set_value(self, key, val, user=None, expires_in_sec=None, shared=False):
		self._store(self.make_key(key, user, shared), pickle.dumps(val), expires_in_sec)

	def get_value(self, key, generator=None, user=None, expires=False, shared=False):
		"""Return the value; without one, keep and return what the generator makes."""
		stored = self.get(self.make_key(key, user, shared))
		if stored is not None:
			return pickle.loads(stored)
		if not generator:
			return None
		value = generator()
		self.set_value(key, value, user, shared=shared)
		return value

	def delete_value(self, keys, user=None, make_keys=True, shared=False):
		for key in keys if isinstance(keys, list | tuple) else (keys,):
			self.delete(self.make_key(key, user, shared) if make_keys else key)

	def delete_keys(self, key):
		"""Delete every key that begins so."""
		for found in self.get_keys(key):
			self.delete(found)

	def get_keys(self, key):
		with self._lock:
			return [stored for stored in self._values if stored.startswith(self.make_key(key))]

	def hset(self, name, key, value, shared=False):
		with self._lock:
			fields = self._hash(self.make_key(name, shared=shared))
			fields[key] = pickle.dumps(value)

	def hget(self, name, key, generator=None, shared=False):
		with self._lock:
			stored = self._hash(self.make_key(name, shared=shared)).get(key)
		if stored is not None:
			return pickle.loads(stored)
		if not generator:
			return None
		value = generator()
		self.hset(name, key, value, shared)
		return value

	def hgetall(self, name):
		with self._lock:
			return {key: pickle.loads(value) for key, value in self._hash(self.make_key(name)).items()}

	def hdel(self, name, keys, shared=False):
		with self._lock:
			fields = self._hash(self.make_key(name, shared=shared))
			for key in keys if isinstance(keys, list | tuple) else (keys,):
				fields.pop(key, None)

	# From here on keys are taken as they come, as redis-py does: callers make them with `make_key`.

	def get(self, key):
		with self._lock:
			self._drop_expired(_raw(key))
			return self._values.get(_raw(key))

	def set(self, key, value, ex=None, nx=False):
		with self._lock:
			if nx and self.get(key) is not None:
				return None
			self._store(_raw(key), _raw(value), ex)
			return True

	def setex(self, key, seconds, value):
		return self.set(key, value, ex=seconds)

	def incrby(self, key, amount=1):
		with self._lock:
			value = int(self.get(key) or 0) + amount
			self._values[_raw(key)] = str(value).encode()
			return value

	def expire(self, key, seconds):
		with self._lock:
			if self.get(key) is None:
				return False
			self._expiry[_raw(key)] = time.monotonic() + float(seconds)
			return True

	def ttl(self, key):
		"""Return the seconds left, -1 without an expiry, -2 without the key."""
		with self._lock:
			if self.get(key) is None:
				return -2
			expiry = self._expiry.get(_raw(key))
			return -1 if expiry is None else round(expiry - time.monotonic())

	def exists(self, *names):
		return sum(self.get(self.make_key(name)) is not None for name in names)

	def delete(self, *keys):
		with self._lock:
			for key in keys:
				self._values.pop(_raw(key), None)
				self._expiry.pop(_raw(key), None)

	def _store(self, key, value, seconds):
		with self._lock:
			self._values[key] = value
			self._expiry.pop(key, None)
			if seconds:
				self._expiry[key] = time.monotonic() + float(seconds)

	def _hash(self, key):
		self._drop_expired(key)
		return self._values.setdefault(key, {})

	def _drop_expired(self, key):
		if self._expiry.get(key, NEVER) <= time.monotonic():
			self.delete(key)


def _raw(value):
	return value if isinstance(value, bytes) else str(value).encode()
