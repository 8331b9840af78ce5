"""The demo office: fictitious people, and two years of their history."""
