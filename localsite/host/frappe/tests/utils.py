"""The base class of tests as Frappe 15 has it: what a test class writes is rolled back."""

import unittest

import frappe


class FrappeTestCase(unittest.TestCase):
	@classmethod
	def setUpClass(cls):
		frappe.flags.in_test = True
		frappe.db.commit()
		cls.addClassCleanup(frappe.db.rollback)
