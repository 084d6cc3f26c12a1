"""What officers and admins see and do."""
