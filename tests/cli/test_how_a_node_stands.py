"""`fedcop status`: the overview of a node on the command line."""

from tests.cli.rig import fedcop


def test_each_part_is_said_in_a_sentence(node):
    said = fedcop(node, "status", "--json")
    assert said.code in {0, 1}  # 1: this machine has little room
    found = {item["name"]: item for item in said.items}
    assert {"disk", "database", "inbox", "events", "peers", "delivery", "mail"} <= found.keys()
    assert found["inbox"]["found"] == "All that arrived is processed."
    assert found["database"]["state"] == "good"
