"""The wall between districts: database roles, row-level security, the middleware that enters a district.

``docs/decisions/`` says why; the tests under ``tests/wall/`` prove it table by table and URL by URL.
"""
