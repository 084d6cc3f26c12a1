"""What must hold when the server dies at the worst moment."""
