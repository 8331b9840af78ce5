"""Documents: made, checked by anybody, archived, reissued, destroyed."""
