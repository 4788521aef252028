"""The program administrator sets up roles, people and pairings, and is refused where it matters."""

import re
import secrets
from pathlib import Path

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from tests.journeys.walk import Walk, said

pytestmark = pytest.mark.journey


def somebody(first: str) -> str:
    """A name that nobody else in the demo has."""
    return f"{first} Larch {secrets.token_hex(3)}"


def go(page: Page, place: str) -> None:
    page.get_by_role("navigation", name="Main", exact=True).get_by_role(
        "link", name=place, exact=True
    ).click()


def add_person(page: Page, name: str) -> None:
    go(page, "People")
    page.get_by_role("link", name="Add a person").click()
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("Title").fill("Teacher")
    page.get_by_role("button", name="Add", exact=True).click()
    said(page, "Added. Give this person a role next.")
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


def give_role(page: Page, role: str) -> None:
    page.get_by_label("Role", exact=True).select_option(label=role)
    page.get_by_role("button", name="Add this role").click()
    said(page, "Role added, from today.")


def propose(page: Page, coach: str, partner: str) -> None:
    go(page, "Partnerships")
    page.get_by_role("link", name="Propose a pairing").click()
    page.get_by_label("Coach or mentor").select_option(
        value=page.locator("option").filter(has_text=coach).first.get_attribute("value")
    )
    page.get_by_label("Find people").fill(partner)
    page.get_by_role("button", name="Find").click()
    page.get_by_role("checkbox", name=partner).check()
    page.get_by_role("button", name="Propose").click()


def test_a_coach_role_is_made_and_its_agreement_published(walk: Walk) -> None:
    page = walk.as_("admin")
    title, purpose = f"Literacy coach {secrets.token_hex(3)}", "To come alongside, never to judge."
    go(page, "Coach roles")
    page.get_by_role("link", name="New coach role").click()
    page.get_by_label("Title").fill(title)
    page.get_by_label("Focus areas").fill("Writing workshop\nSmall groups")
    expect(page.get_by_label("Individual coaching")).to_be_checked()
    expect(page.get_by_label("Modeling")).to_be_checked()
    page.get_by_label("Non-coaching duty").uncheck()
    page.get_by_label("Contact every … days").fill("10")
    page.get_by_label("Partners at a time").fill("12")
    page.get_by_role("button", name="Save", exact=True).click()
    said(page, "Saved. Next: the agreement.")

    page.get_by_label("What is the purpose of the coach?").fill(purpose)
    page.get_by_label("One-to-one, %").fill("70")
    page.get_by_role("button", name="Publish a new version").click()
    expect(page.locator("[data-error-summary]")).to_contain_text("not 100%")
    expect(page.get_by_label("What is the purpose of the coach?")).to_have_value(purpose)
    page.get_by_label("Group, %").fill("5")
    page.get_by_role("button", name="Publish a new version").click()
    said(page, "Published. Everyone in the district can read it.")

    go(page, "Coach roles")
    row = page.get_by_role("listitem").filter(has_text=title)
    expect(row).to_contain_text("Writing workshop · Small groups")
    expect(row).to_contain_text("every 10 days · up to 12 partners")

    principal = walk.as_("principal")
    principal.goto("/d/riverbend/what-i-can-see/")
    principal.locator("summary").filter(has_text=title).click()
    expect(principal.get_by_text(purpose)).to_be_visible()


def test_a_person_is_added_with_a_role(walk: Walk) -> None:
    page = walk.as_("admin")
    name = somebody("Robin")
    add_person(page, name)
    chosen, share = page.get_by_label("Role", exact=True), page.get_by_label("Share of full time")
    chosen.select_option(label="Coach")
    expect(page.get_by_label("Coach role")).to_be_visible()
    expect(share).to_be_visible()
    chosen.select_option(label="Teacher or other staff")
    expect(page.get_by_label("Coach role")).to_be_hidden()
    expect(share).to_be_hidden()
    give_role(page, "Teacher or other staff")

    go(page, "People")
    page.get_by_label("Find by name or address").fill(name)
    page.get_by_role("button", name="Find").click()
    expect(page.get_by_role("listitem").filter(has_text=name)).to_contain_text("Teacher")


def test_people_are_pasted_from_a_sheet(walk: Walk) -> None:
    page = walk.as_("admin")
    teacher, head = somebody("Wren"), somebody("Ash")
    lines = (
        f"{teacher}\t{secrets.token_hex(4)}@riverbend.test\tWashington Middle School\tTeacher\n"
        f"{head}\t{secrets.token_hex(4)}@riverbend.test\tWashington Middle School\tPrincipal\n"
        "no address\tnot-an-address\tWashington Middle School\tTeacher\n"
    )
    go(page, "People")
    page.get_by_role("link", name="Paste from a sheet").click()
    page.get_by_label("People").fill(lines)
    page.get_by_role("button", name="Look at them").click()

    expect(page.get_by_role("heading", name="2 people to add")).to_be_visible()
    expect(page.locator(".notice")).to_contain_text("Line 3")
    expect(page.get_by_label(f"What {teacher} does")).to_have_value("teacher")
    page.get_by_label(f"What {head} does").select_option(label="Evaluates everyone at that school")
    page.get_by_role("button", name="Add 2 people").click()
    expect(page.locator("[data-error-summary]")).to_contain_text("Some lines need another look.")
    page.get_by_label("Leave these lines out").check()
    page.get_by_role("button", name="Add 2 people").click()
    said(page, "2 people added.")

    go(page, "Evaluators")
    line = page.get_by_role("listitem").filter(has_text=head)
    expect(line).to_contain_text("everyone at Washington Middle School")


def test_a_roster_is_imported_from_preview_to_the_end(walk: Walk, tmp_path: Path) -> None:
    roster = tmp_path / "autumn.zip"
    call_command("make_roster", roster, schools=3, staff=40, students=30, defects=True)
    page = walk.as_("admin", "lakeshore")
    go(page, "Import")
    page.get_by_label("Roster", exact=True).set_input_files(roster)
    page.get_by_role("button", name="Read the roster").click()

    title = page.get_by_role("heading", level=1)
    expect(title).to_have_text("Look at what would change")
    expect(page.locator(".lead")).to_contain_text("autumn.zip · OneRoster 1.2")
    people = page.get_by_role("row", name=re.compile("^People"))
    added = people.get_by_role("cell").first.inner_text()
    assert int(added) > 20
    expect(page.locator("main")).to_contain_text("Left behind and not stored:")
    findings = page.locator("section").filter(has=page.get_by_role("heading", name="Row by row"))
    expect(findings).to_contain_text(re.compile(r"users\.csv.*line \d+"))

    evaluators = page.get_by_role("group").filter(has_text="Yes means:")
    answered = evaluators.count()
    assert answered
    supervisor = evaluators.first
    about = supervisor.locator("legend").inner_text().split(",")[0]
    supervisor.get_by_label("No", exact=True).check()
    page.get_by_role("button", name="Apply this roster").click()

    expect(title).to_have_text("The roster is applied", timeout=90_000)
    expect(page.get_by_role("heading", name="What changed")).to_be_visible()
    expect(people.get_by_role("cell").first).to_have_text(added)
    go(page, "Evaluators")
    expect(page.locator("main")).to_contain_text("Chris Vale")
    expect(page.locator(".rows")).not_to_contain_text(about)
    go(page, "Import")
    expect(page.get_by_role("listitem").filter(has_text="autumn.zip").first).to_contain_text(
        "Applied"
    )


def test_a_pairing_is_proposed(walk: Walk) -> None:
    page = walk.as_("admin")
    partner = somebody("Sol")
    add_person(page, partner)
    give_role(page, "Teacher or other staff")

    propose(page, "Casey Morgan", partner)

    said(page, "Proposed. It begins when they say so.")
    row = page.get_by_role("listitem").filter(has_text=partner)
    expect(row).to_contain_text("Casey Morgan")
    expect(row).to_contain_text("Proposed")


def test_an_evaluator_becomes_nobodys_coach(walk: Walk) -> None:
    page = walk.as_("admin")
    evaluator = somebody("Jo")
    add_person(page, evaluator)
    give_role(page, "Coach")
    go(page, "Evaluators")
    page.get_by_label("Who evaluates").fill(evaluator)
    page.get_by_label("One person").check()
    page.get_by_label("Which person").fill("Hannah Weiss")
    page.get_by_role("button", name="Record", exact=True).click()
    said(page, "Recorded. Coaching records are closed to this person from now on.")
    expect(page.get_by_role("listitem").filter(has_text=evaluator)).to_contain_text("Hannah Weiss")

    propose(page, evaluator, "Hannah Weiss")

    expect(page.locator("[data-error-summary]")).to_contain_text("evaluates")
    expect(page.get_by_role("checkbox", name="Hannah Weiss")).to_be_checked()
    page.get_by_role("checkbox", name="Hannah Weiss").uncheck()
    page.get_by_label("Find people").fill("Ruth Abbott")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("checkbox", name="Ruth Abbott").check()
    page.get_by_role("button", name="Propose").click()
    said(page, "Proposed. It begins when they say so.")
