"""Reading cases, tasks and logs, by those who may see them."""
