"""`run`: a case played from an answers file on a virtual clock."""
