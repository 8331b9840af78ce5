"""DMN files: decision tables read from other tools and written for them."""
