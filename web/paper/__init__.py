"""Paper: an SOP printed as the ministry's document, and one read from a table."""
