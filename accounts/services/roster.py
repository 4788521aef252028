"""A roster comes in: staged and reviewed by an administrator, then applied by a job."""

import logging
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from access.context import acting_as_worker, sealed
from accounts.enums import MessageKind
from accounts.models import District, RosterFinding, RosterImport
from accounts.roster.applying import Progress, Writer
from accounts.roster.comparing import compare
from accounts.roster.findings import Finding, RosterRefused, Severity
from accounts.roster.loading import earlier_decisions, load_current
from accounts.roster.plan import Decisions, Plan
from accounts.roster.questions import as_json, coach_questions, evaluator_questions
from accounts.roster.reading import read_roster
from accounts.roster.staging import Mode, StagedRoster
from accounts.roster.uploads import (
    digest_of,
    drop_old_uploads,
    drop_upload,
    keep_upload,
    upload_path,
    write_progress,
)
from accounts.services.cutting import closed_to_evaluators, newly_closed, tell_who_is_cut_off

logger = logging.getLogger(__name__)

SEAL_SECONDS = 60 * 60
NAMES_SHOWN = 200
TOO_MANY_ENDED = (
    "This roster would end more than one in five of the people here, so it may be a partial or a "
    "wrong file. If it is right, say so and confirm again."
)
State = RosterImport.State


class RosterNotReady(Exception):
    """The roster can't be confirmed or applied as things stand; `str()` says why."""


@dataclass(slots=True)
class Prepared:
    """A roster that was read and compared, and nothing written yet."""

    roster: StagedRoster
    plan: Plan
    findings: list[Finding]
    summary: dict[str, Any]


def prepare_roster(
    *, path: Path, district_id: UUID, decisions: Decisions, mode: Mode | None = None
) -> Prepared:
    """Reads `path` and holds it against the district. Raises RosterRefused."""
    today = database_today()
    current = load_current(district_id, today)
    roster = read_roster(path, mode=mode, known=current.known())
    earlier = earlier_decisions(district_id)
    decided = Decisions(
        earlier.evaluators | decisions.evaluators, earlier.coaches | decisions.coaches
    )
    plan, more = compare(roster, current, decided, today=today)
    findings = [*roster.findings, *more]
    summary = summarize(roster, plan, findings) | {
        "evaluators": as_json(evaluator_questions(roster, earlier)),
        "coaches": as_json(coach_questions(roster, current, earlier)),
    }
    return Prepared(roster, plan, findings, summary)


def summarize(roster: StagedRoster, plan: Plan, findings: list[Finding]) -> dict[str, Any]:
    """Counts and the names of those who would be ended: what the review page shows."""
    return {
        "counts": plan.counts(),
        "errors": sum(found.severity is Severity.ERROR for found in findings),
        "warnings": sum(found.severity is Severity.WARNING for found in findings),
        "rows": roster.rows,
        "staged": {"people": len(roster.people), "orgs": len(roster.orgs)},
        "left_behind": dict(roster.left_behind),
        "not_read": roster.not_read,
        "ending": sorted(plan.ended_names)[:NAMES_SHOWN],
        "ends_too_many": plan.ends_too_many,
        "orgs": plan.orgs,
    }


def stage_roster(
    *, district_id: UUID, started_by: UUID, upload: "UploadedFile[bytes]", mode: Mode | None = None
) -> RosterImport:
    """Keeps the upload, reads it, and stores the review; a refused one keeps only its report."""
    drop_old_uploads()
    give_up_unfinished(district_id=district_id)
    discard_staged(district_id=district_id)
    staged = RosterImport(
        id=uuid4(), district_id=district_id, started_by_id=started_by, name=_shown_name(upload)
    )
    path = keep_upload(staged.id, upload)
    try:
        prepared = prepare_roster(
            path=path, district_id=district_id, decisions=Decisions(), mode=mode
        )
    except RosterRefused as refused:
        drop_upload(staged.id)
        staged.state, staged.refusal = State.REFUSED, _sentence(refused, staged)
        findings: list[Finding] = list(refused.findings)
    except BaseException:
        drop_upload(staged.id)
        raise
    else:
        staged.digest = digest_of(path)
        staged.version, staged.mode = prepared.roster.version, prepared.roster.mode
        staged.summary, findings = prepared.summary, prepared.findings
    staged.save(force_insert=True)
    _keep_findings(staged, findings)
    return staged


def _shown_name(upload: "UploadedFile[bytes]") -> str:
    return (upload.name or "roster.zip")[:200]


def _sentence(refused: RosterRefused, staged: RosterImport) -> str:
    """The reason, with the name that the file has for its sender."""
    place = refused.reason.place.replace(upload_path(staged.id).name, staged.name)
    return f"{place}: {refused.reason.message}"


def _keep_findings(staged: RosterImport, findings: list[Finding]) -> None:
    """Errors first, each kind in the order of the files."""
    ours = upload_path(staged.id).name
    in_order = sorted(findings, key=lambda found: found.severity is not Severity.ERROR)
    rows = (
        RosterFinding(
            district_id=staged.district_id,
            roster=staged,
            position=position,
            severity=found.severity,
            place=found.place.replace(ours, staged.name)[:400],
            message=found.message[:500],
        )
        for position, found in enumerate(in_order)
    )
    RosterFinding.objects.bulk_create(rows, batch_size=2000)


def discard_staged(*, district_id: UUID) -> None:
    """Throws away what was staged before and never confirmed."""
    for staged in RosterImport.objects.filter(district_id=district_id, state=State.STAGED):
        discard_roster(staged=staged)


def give_up_unfinished(*, district_id: UUID) -> None:
    """A job whose seal has run out never comes back: its worker was ended in the middle."""
    long_ago = timezone.now() - timedelta(seconds=SEAL_SECONDS)
    RosterImport.objects.filter(
        district_id=district_id,
        state__in=[State.CONFIRMED, State.APPLYING],
        confirmed_at__lt=long_ago,
    ).update(state=State.FAILED, refusal="It did not finish.", seal="")


def discard_roster(*, staged: RosterImport) -> None:
    """Deletes the upload; the report stays."""
    staged.state = State.DISCARDED
    staged.save(update_fields=["state"])
    transaction.on_commit(partial(drop_upload, staged.id))


def confirm_roster(
    *, staged: RosterImport, member_id: UUID, decisions: Decisions, may_end_many: bool = False
) -> None:
    """Records the decisions and has the roster applied by a job, in this administrator's name."""
    from accounts.tasks import apply_roster_import  # the task imports this module

    if staged.state != State.STAGED:
        raise RosterNotReady("This roster was already confirmed or thrown away.")
    if not upload_path(staged.id).exists():
        raise RosterNotReady("The uploaded file is no longer kept. Upload it again.")
    if staged.summary["ends_too_many"] and not may_end_many:
        raise RosterNotReady(TOO_MANY_ENDED)
    staged.state, staged.decisions = State.CONFIRMED, asdict(decisions)
    staged.may_end_many, staged.confirmed_at = may_end_many, timezone.now()
    staged.seal = sealed(
        "roster", member_id=member_id, district_id=staged.district_id, seconds=SEAL_SECONDS
    )
    try:
        with transaction.atomic():
            staged.save(
                update_fields=["state", "decisions", "may_end_many", "confirmed_at", "seal"]
            )
    except IntegrityError:
        raise RosterNotReady(
            "Another roster of this district is being applied. Wait until it is done."
        ) from None
    transaction.on_commit(partial(apply_roster_import.delay, str(staged.id)))


def apply_confirmed(*, import_id: UUID) -> None:
    """The job: applies a confirmed roster as the administrator who confirmed it."""
    with acting_as_worker():
        # Applying already: a worker was lost in the middle, and this one starts afresh.
        waiting = [State.CONFIRMED, State.APPLYING]
        confirmed = RosterImport.objects.filter(pk=import_id, state__in=waiting).first()
    if confirmed is None:
        return
    seal_text = confirmed.seal
    try:
        with acting_as_worker(seal_text):
            RosterImport.objects.filter(pk=import_id, state=State.CONFIRMED).update(
                state=State.APPLYING
            )
        with acting_as_worker(seal_text):
            if not RosterImport.objects.select_for_update().get(pk=import_id).is_waiting:
                return
            apply_roster(
                roster_import=confirmed,
                path=upload_path(import_id),
                progress=partial(write_progress, import_id),
            )
    except (RosterRefused, RosterNotReady) as refusal:
        _fail(import_id, seal_text, str(refusal))
    except Exception as error:  # noqa: BLE001 - whatever it was, nobody may wait for it for ever
        # The error's text could hold a person's data: only its kind is logged.
        logger.error("A roster import failed: %s", type(error).__name__)
        _fail(import_id, seal_text, "Something went wrong on our side.")
    finally:
        drop_upload(import_id)


def _fail(import_id: UUID, seal_text: str, sentence: str) -> None:
    with acting_as_worker(seal_text):
        RosterImport.objects.filter(pk=import_id).update(
            state=State.FAILED, refusal=sentence, seal=""
        )


def apply_roster(*, roster_import: RosterImport, path: Path, progress: Progress) -> Plan:
    """Writes the difference and tells whom it cuts off. The caller holds the transaction.

    The roster is read and compared anew: people may have changed since the review.
    """
    if roster_import.digest and digest_of(path) != roster_import.digest:
        raise RosterNotReady("The uploaded file changed since the review. Upload it again.")
    prepared = prepare_roster(
        path=path,
        district_id=roster_import.district_id,
        decisions=Decisions(**roster_import.decisions),
        mode=Mode(roster_import.mode) if roster_import.mode else None,
    )
    if prepared.plan.ends_too_many and not roster_import.may_end_many:
        raise RosterNotReady(TOO_MANY_ENDED)
    closed_before = closed_to_evaluators(roster_import.district_id)
    Writer(prepared.plan, roster_import.district_id, database_today(), progress).write()
    cut_off = newly_closed(closed_before, closed_to_evaluators(roster_import.district_id))
    tell_who_is_cut_off(
        cut_off,
        cause=roster_import.id,
        district_id=roster_import.district_id,
        kind=MessageKind.ROSTER_CUT_OFF,
        path=evaluators_path(roster_import.district_id),
    )
    RosterImport.objects.filter(pk=roster_import.pk).update(
        state=State.APPLIED,
        summary=prepared.summary | {"cut_off": len(cut_off)},
        seal="",
        applied_at=timezone.now(),
    )
    return prepared.plan


def evaluators_path(district_id: UUID) -> str:
    slug = District.objects.values_list("slug", flat=True).get(pk=district_id)
    return reverse("program-evaluators", kwargs={"district": slug})


def database_today() -> date:
    """The day by which the database's policies judge what is back-dated."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_date")
        today: date = cursor.fetchone()[0]
    return today
