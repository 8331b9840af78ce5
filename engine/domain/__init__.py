"""Rules: values in, decisions out, no input or output."""
