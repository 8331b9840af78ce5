"""Versions of SOPs: deployed, compared, gone back to; cases moved between them."""
