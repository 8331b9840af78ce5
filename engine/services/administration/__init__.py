"""What administrators do: officers away, settings, calendars, jobs that failed."""
