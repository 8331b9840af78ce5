"""Kinerja, Rencana, Realisasi: what the office promised and what it reached."""
