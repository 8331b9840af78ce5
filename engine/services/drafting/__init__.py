"""Drafts of SOPs: drawn, imported, tried, approved and printed."""
