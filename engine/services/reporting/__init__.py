"""Papers and files made of performance: agreement, annual report, sheets."""
