"""Which version, and which files complete or only their changes."""

from dataclasses import dataclass, field

from accounts.roster.columns import MANIFEST
from accounts.roster.csvfile import open_table
from accounts.roster.findings import FindingLog, quoted
from accounts.roster.opening import RosterSource
from accounts.roster.staging import Mode

KNOWN_VERSIONS = ("1.0", "1.1", "1.2")


@dataclass(slots=True)
class Manifest:
    """``files`` maps a lowercased file name to bulk, delta or absent; empty without a manifest."""

    present: bool = False
    version: str = ""
    files: dict[str, str] = field(default_factory=dict)

    def mode_of(self, file: str) -> Mode:
        return Mode.DELTA if self.files.get(file.lower()) == "delta" else Mode.BULK


def read_manifest(source: RosterSource, remarks: FindingLog) -> Manifest:
    """Reads manifest.csv, or makes do without one."""
    if not source.has(MANIFEST.name):
        remarks.warning(
            MANIFEST.name,
            None,
            "no-manifest",
            "There is no manifest.csv. The files are read as complete: whoever is missing "
            "from them is taken as gone.",
        )
        return Manifest()
    table = open_table(source, MANIFEST, remarks)
    manifest = Manifest(present=True)
    for record in table.records():
        name, value = record["propertyName"].casefold(), record["value"].casefold()
        if name == "oneroster.version":
            manifest.version = value.removeprefix("v")
            if manifest.version not in KNOWN_VERSIONS:
                remarks.refuse(
                    table.file,
                    record.line,
                    "unknown-version",
                    f"OneRoster version {quoted(value)} is not one that Alongside reads "
                    "(1.1 and 1.2 are).",
                )
        elif name.startswith("file."):
            if value not in ("bulk", "delta", "absent"):
                remarks.refuse(
                    table.file,
                    record.line,
                    "unknown-mode",
                    f"{quoted(value)} should be bulk, delta or absent.",
                )
            manifest.files[f"{name.removeprefix('file.')}.csv"] = value
    _check_promises(manifest, source, table.file, remarks)
    return manifest


def _check_promises(
    manifest: Manifest, source: RosterSource, file: str, remarks: FindingLog
) -> None:
    for name in ("orgs.csv", "academicSessions.csv", "users.csv", "roles.csv"):
        value = manifest.files.get(name.lower())
        if value in ("bulk", "delta") and not source.has(name):
            remarks.refuse(
                file, None, "file-missing", f"The manifest promises {name}, which is not there."
            )
        if value == "absent" and source.has(name):
            remarks.warning(
                file,
                None,
                "file-unexpected",
                f"The manifest says that {name} is absent; it is there and was read.",
            )
