"""Telling people: notices, mail, messengers, digests and feeds."""
