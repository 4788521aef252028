"""What looks like a student's full name is pointed out while notes are typed, and little else is."""

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.demo import ROOT

pytestmark = pytest.mark.journey

NOTES = """
<div data-known-names="Taylor Reed|Casey Morgan|Cesar Chavez Elementary|Lincoln">
  <form><textarea name="body"></textarea><div role="status" data-full-name></div></form>
</div>
"""
FULL = {
    "Maria Lopez raised her hand": "Maria Lopez",
    "Then Maria Lopez answered": "Maria Lopez",
    "asked Maria Lopez's partner": "Maria Lopez",
    "Asked Maria Lopez to repeat it": "Maria Lopez",
    "12 hands up. Ángel Núñez waits": "Ángel Núñez",
    "looks at Ana de la Cruz": "Ana de la Cruz",
    "T: “Thank you, DeShawn O'Neil”": "DeShawn O'Neil",
    "Group 2: Mary-Kate McDonald": "Mary-Kate McDonald",
    "On Tuesday Lee Park began": "Lee Park",
    "Taylor Reed calls on James Smith": "James Smith",
    "In Room Four Omar Haddad reads": "Omar Haddad",
    "Students with Omar Haddad read": "Omar Haddad",
}
NONE = [
    "Maria raised her hand, then Sam",
    "Asked Maria, then Sam",
    "Calls on Maria twice",
    "Then Maria answered. When Sam was ready",
    "Every Friday Maria reads",
    "On Tuesday, March 3, and in May Maria led it",
    "Taylor Reed waited. Casey Morgan wrote",
    "Ms. Ana Silva came in; Mr. Lopez left",
    "Ms Lopez came in",
    "We met at Cesar Chavez Elementary, not at Lincoln Elementary School",
    "Cesar Chavez is larger",
    "Exit Ticket on Google Classroom, Chapter Two, New York, Civil War",
    "English and Spanish on the Word Wall",
    "ELA, IEPs and a Do Now",
    "Will Maria answer? May Sam go? Two Chromebooks were open",
    "Maria L. and Sam O. whispered",
    "Question to ask: What did Sam say?",
    "Maria\nSam\nJordan",
    "Nine seconds of quiet",
]


def test_full_names_are_told_from_what_only_has_capitals(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content(NOTES)
    page.add_script_tag(path=ROOT / "static" / "js" / "students.js")
    box, said = page.locator("textarea"), page.get_by_role("status")

    def told(text: str) -> str:
        box.fill(text)
        return said.inner_text().partition("”")[0].removeprefix("“")

    assert {text: told(text) for text in FULL} == FULL
    assert [text for text in NONE if told(text)] == []
    page.close()


def test_a_hint_says_why_and_outlives_its_line(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content(NOTES)
    page.add_script_tag(path=ROOT / "static" / "js" / "students.js")
    box, said = page.locator("textarea"), page.get_by_role("status")
    box.fill("Maria Lopez raised her hand")
    expect(said).to_contain_text("a student record: a first name or initials are enough")
    box.evaluate("box => { box.value = ''; }")  # as the page does when the line is added
    expect(said).to_contain_text("Maria Lopez")
    box.press_sequentially("N")
    expect(said).to_be_empty()
    page.close()
