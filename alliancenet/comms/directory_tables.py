"""The directory of a build as tables."""

import pyarrow as pa

from alliancenet.comms.addresses import Directory


def addresses_table(directory: Directory) -> pa.Table:
    """Whose address each is, by place in the directory."""
    person_of = directory.person_of
    return pa.table(
        {
            "address": pa.array(list(person_of), pa.string()),
            "person": pa.array(list(person_of.values()), pa.int32()),
        }
    )


def lists_table(directory: Directory) -> pa.Table:
    """Members of each mailing list, by address."""
    members = [(name, member) for name, inside in sorted(directory.lists.items()) for member in inside]
    return pa.table(
        {
            "list_address": pa.array([name for name, _ in members], pa.string()),
            "member": pa.array([member for _, member in members], pa.string()),
        }
    )


def members_table(directory: Directory) -> pa.Table:
    """Everybody by place in the directory, with firm, level and time zone."""
    firms = {firm: place for place, firm in enumerate(directory.firms)}
    return pa.table(
        {
            "person": pa.array(range(len(directory.people)), pa.int32()),
            "firm": pa.array([firms[person.firm] for person in directory.people], pa.int32()),
            "level": pa.array([person.level for person in directory.people], pa.string()),
            "zone": pa.array([person.zone for person in directory.people], pa.string()),
        }
    )


def people_table(directory: Directory) -> pa.Table:
    """Everybody by id, so that few people are found without reading all."""
    known = {person for person in directory.person_of.values() if person >= 0}
    people = sorted(enumerate(directory.people), key=lambda numbered: numbered[1].id)
    return pa.table(
        {
            "person": pa.array([number for number, _ in people], pa.int32()),
            "person_id": pa.array([person.id for _, person in people], pa.string()),
            "firm": pa.array([person.firm for _, person in people], pa.string()),
            "level": pa.array([person.level for _, person in people], pa.string()),
            "has_address": pa.array([number in known for number, _ in people], pa.bool_()),
        }
    )
