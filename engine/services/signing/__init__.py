"""Signatures: keys, blocks, and what waits for whom."""
