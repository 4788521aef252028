"""Who goes through a policy and who is kept out, and the people whom the cases are about."""

from dataclasses import dataclass
from typing import Any

from tests.access.acts import WORK, Act, member, program, roster
from tests.access.scene import Scene

CASEY, TAYLOR, JORDAN, ROBIN, DANA, PAT, MORGAN, LEE, ANA, SAM, ALEX, QUINN, NEIL = map(
    member,
    "Casey Taylor Jordan Robin Dana Pat Morgan Lee Ana Sam Alex Quinn Neil".split(),  # noqa: SIM905  # a cast
)
THE_PROGRAM, BLAKES_PROGRAM = program("Alex"), program("Blake")
NO_PROGRAM = (program("Kim"), program("Casey"))
THE_ROSTER, BLAKES_ROSTER = roster("Alex"), roster("Blake")
NO_ROSTER = (roster("Kim"), roster("Casey"), WORK)


@dataclass(frozen=True)
class Case:
    """`siblings` are other policies that allow the same, `triggers` others that refuse the same;
    both are out of the way while this one is looked at."""

    rights: tuple[Act, ...]
    wrongs: tuple[Act, ...] = ()
    siblings: tuple[str, ...] = ()
    triggers: tuple[str, ...] = ()


def of(name: str) -> Any:
    """The id of somebody, when the act is done."""
    return lambda scene: scene.people[name].pk


def riverbend(scene: Scene) -> Any:
    return scene.stage.cast.riverbend.pk


IN_RIVERBEND = {"district_id": riverbend}
