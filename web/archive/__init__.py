"""Arsip: documents and ended cases, found, shown with their hash, downloaded."""
