"""Cases that start by themselves, period by period."""
