"""Three rules that the contract has and JSON Schema cannot state, so that a request which the document allows may be answered
with 400 because of them: such an answer is right where the request does break the rule that the answer names. Likewise for a text
that is too short in characters and long enough in UTF-16 code units."""

import jsonschema_rs
import schemathesis
from schemathesis.checks import CHECKS
from schemathesis.specs.openapi import checks


@schemathesis.hook
def before_call(context, case, kwargs):
    # A made-up cursor would hide what the other parameters do: it goes alone.
    if case.query and "cursor" in case.query and len(case.query) > 1:
        del case.query["cursor"]


# Two checks are replaced by ones of the same names, which ask them about everything else.
accepts_valid = checks.positive_data_acceptance
refuses_invalid = checks.negative_data_rejection
CHECKS.unregister("positive_data_acceptance")
CHECKS.unregister("negative_data_rejection")


@schemathesis.check
def positive_data_acceptance(ctx, response, case):
    if response.status_code == 400:
        details = response.json()["error"]["details"] or {}
        if details and all(breaks(case, field, message) for field, message in details.items()):
            return None
    return accepts_valid(ctx, response, case)


def breaks(case, field, message):
    query = case.query or {}
    body = case.body if isinstance(case.body, dict) else {}
    # A cursor is the server's own.
    if field == "cursor":
        return "cursor" in query
    # A span may not end before it begins.
    if field == "from":
        return "from" in query and "to" in query
    # Lengths are counted in UTF-16 code units, not in characters.
    text = body.get(field, query.get(field))
    limit = message.removeprefix("String must contain at most ").split(" ")[0]
    return isinstance(text, str) and limit.isdigit() and len(in_units(text)) > int(limit) >= len(text)


@schemathesis.check
def negative_data_rejection(ctx, response, case):
    if response.status_code < 300 and isinstance(case.body, dict) and allowed_in_units(case):
        return None
    return refuses_invalid(ctx, response, case)


def allowed_in_units(case):
    """Whether only the counting of characters forbids a body."""
    document = case.operation.schema.raw_schema
    described = document["paths"][case.path][case.method.lower()]["requestBody"]["content"]["application/json"]["schema"]
    valid = jsonschema_rs.validator_for({**described, "components": document["components"]}).is_valid
    body = {field: in_units(value) for field, value in case.body.items()}
    return not valid(case.body) and valid(body)


def in_units(value):
    """A text that has as many characters as it has UTF-16 code units."""
    if not isinstance(value, str):
        return value
    return "".join(character if ord(character) < 0x10000 else "xx" for character in value)
