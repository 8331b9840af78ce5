"""Deployed definitions: compiled once, drawn, and asked by everything that runs."""
