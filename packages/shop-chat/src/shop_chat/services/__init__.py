"""What one can do in a chat, one module for each thing."""
