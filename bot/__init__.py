"""The running service: doors, corridor, senders."""
