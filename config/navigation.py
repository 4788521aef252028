"""The places that a person can go to, by the roles held in the district of this request."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, get_urlconf, reverse

PHONE_PLACES = 4


@dataclass(frozen=True)
class Place:
    """One entry: `pages` are the addresses that count as being there."""

    label: str
    name: str
    roles: frozenset[str]
    pages: frozenset[str] = frozenset()
    is_program: bool = False


@dataclass(frozen=True)
class Link:
    """`name` is the page's, by which its icon is found."""

    label: str
    url: str
    is_current: bool
    name: str = ""


@dataclass(frozen=True)
class Navigation:
    """What base.html draws. `places` are everyday work; `program` is the administrator's own row."""

    places: tuple[Link, ...] = ()
    program: tuple[Link, ...] = ()
    in_program: bool = False
    home_url: str = "/"
    log_url: str = ""
    settings_url: str = ""
    who_can_see_url: str = ""

    @property
    def phone(self) -> tuple[Link, ...]:
        return self.places[:PHONE_PLACES]

    @property
    def has_bottom(self) -> bool:
        """A single place needs no bar: the name above leads there."""
        return len(self.places) > 1 or bool(self.log_url)

    @property
    def phone_rest(self) -> tuple[Link, ...]:
        return self.places[PHONE_PLACES:]


def _place(
    label: str, name: str, roles: str, *, pages: str = "", is_program: bool = False
) -> Place:
    names = frozenset([name, *pages.split()])
    return Place(label, name, frozenset(roles.split()), names, is_program)


PLACES = (
    _place("Home", "home", "coach mentor teacher"),
    _place("Coaches", "coaches", "mentor", pages="caseload"),
    _place(
        "Partnerships",
        "partnerships",
        "coach mentor",
        pages="partnership session sessions session-plan",
    ),
    _place(
        "My growth",
        "growth",
        "teacher",
        pages="goal goal-new goal-edit goal-outcome goal-share goal-carry cycle-new step-edit",
    ),
    _place(
        "Requests",
        "requests",
        "coach teacher",
        pages="request request-new request-edit directory directory-mine coaching-invitation",
    ),
    _place("Visits", "visits", "coach teacher", pages="visit visit-new visit-edit"),
    _place("My time", "time", "coach"),
    _place("My mentor", "my-mentor", "coach"),
    # A goal that such a person opens is mostly somebody else's.
    _place("My growth", "growth", "coach mentor", pages="goal-new"),
    _place("What I can see", "what-i-can-see", "evaluator"),
    _place("Program", "program-home", "admin", is_program=True),
    _place("People", "program-people", "admin", is_program=True),
    _place("Import", "program-import", "admin", is_program=True),
    _place("Coach roles", "program-coach-roles", "admin", is_program=True),
    _place("Partnerships", "program-partnerships", "admin", is_program=True),
    _place("Cycles", "program-templates", "admin", is_program=True),
    _place("Calendar", "program-calendar", "admin", is_program=True),
    _place("Evaluators", "program-evaluators", "admin", is_program=True),
    _place("District", "program-district", "admin", is_program=True),
)


@lru_cache(maxsize=4096)
def _address(name: str, district: str, urlconf: str | None) -> str:
    """The address, or "" for a page that this installation does not have."""
    try:
        return reverse(name, urlconf=urlconf, kwargs={"district": district})
    except NoReverseMatch:
        return ""


def address_of(name: str, district: str) -> str:
    """The district's page of that name, or "" where there is none."""
    return _address(name, district, get_urlconf())


def _links(
    roles: frozenset[str], district: str, current: str, *, is_program: bool
) -> tuple[Link, ...]:
    offered: dict[str, Place] = {}
    for place in PLACES:
        if place.is_program is is_program and place.roles & roles:
            offered.setdefault(place.name, place)
    return tuple(
        Link(place.label, url, _is_at(place, current), place.name)
        for place in offered.values()
        if (url := address_of(place.name, district))
    )


def _is_at(place: Place, current: str) -> bool:
    # "program-people-edit" is still People; the program's home is only itself.
    if place.is_program and place.name != "program-home":
        return current == place.name or current.startswith(f"{place.name}-")
    return current in place.pages


def navigation_for(roles: frozenset[str], district: str, current: str) -> Navigation:
    """The navigation of somebody with these roles, standing on the page named `current`."""
    everyday = _links(roles, district, current, is_program=False)
    program = _links(roles, district, current, is_program=True)
    in_program = current.startswith("program")
    if program and everyday:
        everyday += (Link("Program", program[0].url, in_program, "program-home"),)
    supports = bool(roles & {"coach", "mentor"})
    # Who has no everyday work here begins where their page is.
    first = (everyday or program)[:1]
    home = address_of("home", district)
    if first and not roles & {"coach", "mentor", "teacher"}:
        home = first[0].url
    return Navigation(
        places=everyday or program,
        program=program if everyday else (),
        in_program=in_program,
        home_url=home or "/",
        log_url=address_of("log", district) if supports else "",
        settings_url=address_of("my-settings", district),
        who_can_see_url=address_of("what-i-can-see", district),
    )


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Context processor; strangers and error pages get an empty navigation."""
    member = getattr(request, "member", None)
    district = getattr(request, "district", None)
    if member is None or district is None:
        return {"navigation": Navigation()}
    match = request.resolver_match
    current = (match.url_name or "") if match else ""
    return {"navigation": navigation_for(member.roles, district.slug, current)}
