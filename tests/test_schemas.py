"""JSON Schemas that are shipped: they are what the records ask for, and what is written fits them."""

import json
from datetime import date

import jsonschema
import pytest
import schema_maker
from built_audits import a_hostile_execution
from built_plans import a_proposal

from alliancenet.model.staffing import ConsentsKept
from alliancenet.portfolio import review_file
from alliancenet.store import execution_file, staffing_file

SHIPPED = {
    "portfolio": review_file.schema,
    "execution": execution_file.schema,
    "staffing": staffing_file.schema,
}


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_schema_is_the_one_the_records_ask_for(name):
    # `python tests/schema_maker.py` writes it
    assert SHIPPED[name]() == schema_maker.made_schema(name)
    jsonschema.Draft202012Validator.check_schema(SHIPPED[name]())


@pytest.mark.parametrize("consents", [None, ConsentsKept(file="../p/staffing/consents.csv", marks=("0" * 32,))])
def test_a_written_plan_fits_its_schema(consents):
    document = json.loads(staffing_file.staffing_json(a_proposal(date(2026, 5, 4), consents=consents)))
    jsonschema.validate(document, staffing_file.schema())


def test_a_written_review_of_execution_fits_its_schema():
    jsonschema.validate(json.loads(execution_file.to_json(a_hostile_execution())), execution_file.schema())


@pytest.mark.parametrize(
    ("name", "document"),
    [("execution", a_hostile_execution), ("staffing", lambda: a_proposal(date(2026, 5, 4)))],
)
def test_a_key_nobody_knows_does_not_fit(name, document):
    text = execution_file.to_json(document()) if name == "execution" else staffing_file.staffing_json(document())
    told = json.loads(text)
    told[name]["rank"] = 1
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(told, SHIPPED[name]())
