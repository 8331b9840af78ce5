"""The screens and the API: the web shows and asks, the engine decides."""
