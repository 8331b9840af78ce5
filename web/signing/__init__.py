"""Signatures: checking a document, which anybody may, and giving one's own."""
