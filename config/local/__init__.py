"""Querlinie on one machine, for work on it and for trying it out: ``make run`` and ``make test``.

Nothing in here is used in production, where PostgreSQL, Redis, web and workers are services of their own
(docs/betrieb.md).
"""
