"""Which school an org of the roster is: its own, the one that it belongs to, or none."""

from uuid import UUID, uuid4

from accounts.roster.current import Current
from accounts.roster.plan import ChangedSchool, NewSchool, Plan
from accounts.roster.staging import Mode, StagedOrg, StagedRoster
from accounts.roster.vocabulary import OrgType


class SchoolPlanner:
    """Plans schools, and answers where somebody with a role at an org works."""

    def __init__(self, roster: StagedRoster, current: Current, plan: Plan) -> None:
        self.roster = roster
        self.current = current
        self.plan = plan
        self._ids = {sourced_id: school.id for sourced_id, school in current.schools.items()}
        self._school_of_org: dict[str, str] = dict(current.orgs)

    def plan_schools(self) -> None:
        for org in self.roster.orgs.values():
            if org.deleted:
                continue
            if org.type is OrgType.SCHOOL:
                self._plan_school(org)
            else:
                self._school_of_org[org.sourced_id] = self._school_above(org)
        self.plan.orgs = self._school_of_org

    def plan_closings(self) -> None:
        """A school that is gone closes; one in a row with an error is not gone."""
        for sourced_id, school in self.current.schools.items():
            org = self.roster.orgs.get(sourced_id)
            absent = (
                org is None
                and self.roster.has_orgs
                and self.roster.mode is Mode.BULK
                and sourced_id not in self.roster.skipped_orgs
            )
            if not school.closed and (absent or (org is not None and org.deleted)):
                self.plan.changed_schools.append(
                    ChangedSchool(school.id, sourced_id, school.name, closes=True)
                )

    def school_of(self, org: str) -> UUID | None:
        """The school's id; None for the district, a state office and the like."""
        return self._ids.get(org) or self._ids.get(self._school_of_org.get(org, ""))

    def _plan_school(self, org: StagedOrg) -> None:
        here = self.current.schools.get(org.sourced_id)
        # A school that was entered by hand is taken over by its name.
        here_by_name = self.current.schools_by_name.get(org.name.casefold())
        found = here or here_by_name
        if found is None:
            school = NewSchool(uuid4(), org.sourced_id, org.name)
            self._ids[org.sourced_id] = school.id
            self.plan.new_schools.append(school)
            return
        self._ids[org.sourced_id] = found.id
        if here is None or here.name != org.name or here.closed:
            self.plan.changed_schools.append(
                ChangedSchool(found.id, org.sourced_id, org.name, closes=False)
            )

    def _school_above(self, org: StagedOrg) -> str:
        above = self.roster.orgs.get(org.parent)
        while above is not None:
            if above.type is OrgType.SCHOOL:
                return above.sourced_id
            above = self.roster.orgs.get(above.parent)
        return ""
