"""Preparing a database: its schema, region packs, services, and the demonstration in a new one.

`actions.prepare_database` does all of it and changes nothing the second time; `queries.schema_is_current` and
`queries.holds_demonstration` describe the database. Restoring a backup needs `actions.one_at_a_time` and
`actions.upgrade_schema`.
"""
