"""Pemberitahuan: the bell, how people want to be told, and their calendar."""
