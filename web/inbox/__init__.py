"""An officer's inbox and the page of one task."""
