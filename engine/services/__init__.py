"""Use cases: one public method of a service is one transaction."""
