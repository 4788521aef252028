"""Small rosters to read: a school, its principal, a teacher and a student."""

import zipfile
from pathlib import Path

from accounts.roster.findings import Finding, RosterRefused
from accounts.roster.reading import read_roster

ORGS = (
    "sourcedId,name,type,parentSourcedId\n"
    "D-1,Riverbend,district,\n"
    "S-1,Lincoln Elementary,school,D-1\n"
    "S-2,Maple Middle,school,D-1\n"
)
USERS_11 = (
    "sourcedId,status,enabledUser,orgSourcedIds,role,username,givenName,familyName,email,password\n"
    "P-1,,true,S-1,administrator,pat,Pat,Brown,pat@d.example,secret\n"
    'P-2,,true,"S-1,S-2",teacher,taylor,Taylor,Reed,taylor@d.example,secret\n'
    "P-3,,true,S-1,student,sky,Sky,Hidden,sky@d.example,secret\n"
)
USERS_12 = (
    "sourcedId,givenName,familyName,email,metadata.jobTitle\n"
    "P-1,Pat,Brown,pat@d.example,Principal\n"
    "P-2,Taylor,Reed,taylor@d.example,Literacy Coach\n"
    "P-3,Sky,Hidden,sky@d.example,\n"
)
ROLES_12 = (
    "sourcedId,userSourcedId,roleType,role,beginDate,endDate,orgSourcedId\n"
    "R-1,P-1,primary,principal,2026-08-17,2027-06-30,S-1\n"
    "R-2,P-2,primary,teacher,2026-08-17,2027-06-30,S-1\n"
    "R-3,P-2,secondary,teacher,2026-08-17,2027-06-30,S-2\n"
    "R-4,P-3,primary,student,2026-08-17,2027-06-30,S-1\n"
)

Files = dict[str, str | bytes]


def roster_11(**files: str | bytes) -> Files:
    """``users="…"`` replaces users.csv; the rest stays."""
    return {"orgs.csv": ORGS, "users.csv": USERS_11, **_named(files)}


def roster_12(**files: str | bytes) -> Files:
    return {"orgs.csv": ORGS, "users.csv": USERS_12, "roles.csv": ROLES_12, **_named(files)}


def _named(files: Files) -> Files:
    return {f"{name}.csv": content for name, content in files.items()}


def manifest(version: str, **modes: str) -> str:
    lines = [f"oneroster.version,{version}", *(f"file.{n},{m}" for n, m in modes.items())]
    return "\n".join(["propertyName,value", *lines]) + "\n"


def write_folder(path: Path, files: Files) -> Path:
    path.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (path / name).write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def write_zip(path: Path, files: Files) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def refusal(path: Path) -> Finding:
    """Why the roster at ``path`` is refused; an AssertionError when it is not."""
    try:
        read_roster(path)
    except RosterRefused as refused:
        return refused.reason
    raise AssertionError("The roster was not refused.")
