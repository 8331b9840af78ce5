"""Follow-up actions: promised in cases, done by officers, reminded of."""
