"""What the description cannot say to schemathesis in OpenAPI's own words."""

import schemathesis
from hypothesis import strategies

# A cursor is opaque; the one that everybody may write is `*`.
schemathesis.openapi.format("cursor", strategies.just("*"))


@schemathesis.hook
def filter_case(context, case):
    """OpenAPI has no word for parameters that exclude each other; tests of the program itself cover the refusals."""
    query = case.query or {}
    if "cursor" in query and "offset" in query:
        return False
    format = query.get("format", "json")
    if "fields" in query and format in ("atom", "jsonfeed"):
        return False
    return format == "json" or not any(name in query for name in ("include", "facets", "explain"))
