"""What requests ask for, as JSON."""
