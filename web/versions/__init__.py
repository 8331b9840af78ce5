"""Versions of an SOP: their list, their differences, approval, and moving cases."""
