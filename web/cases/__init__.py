"""Berkas: the list of cases, and one case with its diagram and story."""
