"""Tindak lanjut: the board of what was promised, and how each promise goes."""
