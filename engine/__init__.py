"""The engine: everything that makes an SOP run, without a browser."""
