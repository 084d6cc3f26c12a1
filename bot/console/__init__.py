"""The pages of officers and admins: signing in, and whatever their role lets them do."""
