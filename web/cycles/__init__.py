"""Siklus: what starts by itself, when, and what became of it."""
