"""Riwayat: what the log tells of a case, an officer, an SOP."""
