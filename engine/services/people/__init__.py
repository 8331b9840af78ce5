"""Officers: who works here, in which posts, and how they sign in."""
