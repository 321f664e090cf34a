"""Calls the program with the client that openapi-python-client made."""

import sys

from first import Client
from first.api.initiatives import count_initiatives, get_initiatives, list_initiatives

client = Client(base_url=sys.argv[1])
page = list_initiatives.sync(client=client, limit=2, sort=["-name"], lead_nation="France")
assert page.meta.total == 1 and page.data[0].lead_nation == "France", page
record = get_initiatives.sync(page.data[0].id, client=client)
assert record.name == page.data[0].name, record
table = count_initiatives.sync(client=client, group=["leadNation"])
assert sum(row.count for row in table.data) >= table.meta.total > 1, table
print("openapi-python-client:", page.data[0].name)
