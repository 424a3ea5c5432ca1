"""Failures of the program, as opposed to problems in data (see kg.problems)."""


class KgError(Exception):
    """Say what failed, where, and what to do about it; the command line prints it as one line."""


class SchemaError(KgError):
    """Report an ontology that cannot be compiled into tables; the message names the shape."""


class QueryError(KgError):
    """Report a SPARQL query that could not be parsed or answered."""


class DataError(KgError):
    """Report data with errors to code that asked for a checked graph.

    The problems are in `.problems`, in the order of file, line and column.
    """

    def __init__(self, message: str, problems: tuple[object, ...] = ()) -> None:
        super().__init__(message)
        self.problems = problems
