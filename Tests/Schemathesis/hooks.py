"""Rules for schemathesis that OpenAPI cannot express."""

import schemathesis
from hypothesis import strategies

# A cursor is opaque; only `*` is valid without a previous response.
schemathesis.openapi.format("cursor", strategies.just("*"))


@schemathesis.hook
def filter_case(context, case):
    """Excludes combinations of parameters that the API rejects; other tests cover those errors."""
    query = case.query or {}
    if "cursor" in query and "offset" in query:
        return False
    format = query.get("format", "json")
    if "fields" in query and format in ("atom", "jsonfeed"):
        return False
    if "guard" in query and format != "csv":
        return False
    return format == "json" or not any(name in query for name in ("include", "facets", "stats", "explain"))
