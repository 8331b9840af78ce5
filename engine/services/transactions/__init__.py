"""What every use case begins and ends with: who may, what changes, who is told."""
