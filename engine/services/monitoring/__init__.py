"""Measured times against standards: boards, charts, reports, evaluations."""
