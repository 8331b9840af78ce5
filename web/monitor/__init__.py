"""Pemantauan: every step against its standard, for those who supervise."""
