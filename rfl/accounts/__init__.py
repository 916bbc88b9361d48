"""What an administrator does with accounts: invitations, roles, leavers, reviews of roles."""
