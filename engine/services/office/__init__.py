"""What the office knows of itself: people, sections, words, its audit chain."""
