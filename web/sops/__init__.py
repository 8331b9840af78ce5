"""SOP: what is in use, each version as the ministry prints it, and starting by hand."""
