"""Calls the program with the client that openapi-generator made for Python."""

import sys

from openapi_client import ApiClient, Configuration
from openapi_client.api import ArticlesApi, InitiativesApi, SearchApi, TablesApi

client = ApiClient(Configuration(host=sys.argv[1]))
page = InitiativesApi(client).list_initiatives(filters={"leadNation:startswith": "Fra"})
assert [record.lead_nation for record in page.data] == ["France"], page
assert InitiativesApi(client).get_initiatives(page.data[0].id).name == page.data[0].name
assert InitiativesApi(client).count_initiatives(group=["leadNation"]).meta.total > 1
assert ArticlesApi(client).list_articles(facets=["tags"]).meta.facets
assert SearchApi(client).list_search(q="energy").meta.total > 0
assert TablesApi(client).list_rows(columns=["Leader"]).meta.total > 0
print("openapi-generator:", page.data[0].name)
