"""The HTTP API under /api/v1: the same services as the screens, for programs.

`routes.py` lists every operation. One description (`operations.Operation`)
makes the address, the check of what was sent and the page of OpenAPI.
"""
