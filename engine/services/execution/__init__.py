"""What happens when a case runs: verbs on tasks, and what they change."""
