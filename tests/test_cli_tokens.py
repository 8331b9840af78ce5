"""`token`: made, listed, revoked by the command line."""

import json


def test_a_token_is_listed_without_its_secret_and_revoked(mutubaku):
    mutubaku("migrate")
    mutubaku("user", "add", "budi", "--role", "administrator")
    _, secret, _ = mutubaku("token", "budi", "--days", "1")

    (known,) = json.loads(mutubaku("token", "list", "budi", "--json")[1])
    status, told, _ = mutubaku("token", "revoke", "budi", known["id"])
    (after,) = json.loads(mutubaku("token", "list", "budi", "--json")[1])
    _, shown, _ = mutubaku("token", "list", "budi")

    assert (known["name"], known["revoked_at"]) == ("cli", None)
    assert (status, known["id"] in told) == (0, True)
    assert after["revoked_at"] is not None
    assert secret.strip() not in shown
