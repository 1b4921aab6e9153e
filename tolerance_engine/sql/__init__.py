"""One query for a database that cannot run Python: the same diagram, every node a column of truth values.

The query gives each row the exact set that `determine` gives it, undetermined rows included. Needs the extra
`sql`.
"""

from tolerance_engine.sql.front import sql_query
from tolerance_engine.sql.query import SqlQuery

__all__ = ["SqlQuery", "sql_query"]
