"""What calendar programs answer to invitations by mail (RFC 5546), read and matched to its booking.

A mail is a claim that anybody can make: it changes an answer that staff see, and nothing else unless the site says so.
"""
