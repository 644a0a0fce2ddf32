"""The pages for staff that need no Desk."""
