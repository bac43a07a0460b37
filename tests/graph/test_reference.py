"""Every metric against the values of independent programs on published networks."""

import pytest
from authorities import compare, not_offered, records

RECORDS = records()


@pytest.mark.skipif(not RECORDS, reason="the reference values are not beside the repository")
@pytest.mark.parametrize("record", RECORDS, ids=[f"{record['graph']} {record['metric']}" for record in RECORDS])
def test_our_value_equals_the_authority(record):
    reason = not_offered(record)
    if reason:
        pytest.skip(reason)
    found = compare(record)
    assert found.equal, f"off by {found.largest} on {found.leaves} values"
