"""What the commands of the command line do; `engine.cli` reads their words."""
