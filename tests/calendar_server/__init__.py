"""A real calendar server, and a program that puts into it what arrives by mail."""
