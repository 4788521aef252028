"""Who goes through and who is kept out, policy by policy: what runs by itself. See policy_cases.py."""

from dataclasses import replace

from tests.access.acts import (
    KERNEL,
    SIGN_IN,
    WORK,
    Adds,
    Changes,
    Does,
    Reads,
    Removes,
    ask,
    leaves_undone,
)
from tests.access.case import NO_ROSTER, THE_ROSTER, Case

FROM_A_ROSTER = "UPDATE access_evaluationline SET source = 'roster', ends_on = NULL"
OLD_BEAT = "UPDATE accounts_heartbeat SET beat_at = '2020-01-01'"
BEATS = Changes(
    who=WORK,
    to="beat_at = statement_timestamp()",
    then="beat_at > '2021-01-01'",
    given=OLD_BEAT,
)
DATED = "UPDATE coaching_privatenote SET expires_on = "

HEARTBEAT: dict[str, Case] = {
    "heartbeat_work_read": Case((Reads(who=WORK),)),
    "heartbeat_ask": Case(
        (Does(who=SIGN_IN, what=lambda scene: ask("SELECT beat_at FROM accounts_heartbeat")),)
    ),
    "heartbeat_begin": Case(
        (Adds(who=WORK),),
        (
            Adds(who=WORK, changed={"name": "a third"}),
            Adds(who=WORK, changed={"beat_at": "2020-01-01"}),
        ),
    ),
    "heartbeat_go_on": Case(
        (BEATS,),
        (
            replace(BEATS, row="another"),
            Changes(who=WORK, to="beat_at = '2020-01-01'"),
        ),
    ),
}

LAPSE: dict[str, Case] = {
    "line_lapse": Case(
        (Changes(who=KERNEL, to="ends_on = current_date", alone=True, given=FROM_A_ROSTER),),
        (
            Changes(
                who=KERNEL,
                to="ends_on = current_date",
                alone=True,
                given="UPDATE access_evaluationline SET source = 'admin', ends_on = NULL",
            ),
            Changes(
                who=KERNEL,
                to="ends_on = current_date",
                alone=True,
                given="UPDATE access_evaluationline SET source = 'roster', ends_on = '2100-01-01'",
            ),
            Changes(who=KERNEL, to="ends_on = '2100-01-01'", alone=True, given=FROM_A_ROSTER),
        ),
        siblings=("line_never_true",),
    ),
    "line_roster_renew": Case(
        (Changes(who=THE_ROSTER, to="renewed_on = current_date"),),
        (
            *(Changes(who=who, to="renewed_on = current_date") for who in NO_ROSTER),
            Changes(who=THE_ROSTER, to="renewed_on = '2100-01-01'"),
        ),
    ),
}

EXPIRY: dict[str, Case] = {
    "note_relate": Case(
        (Does(who=KERNEL, what=lambda scene: ask("SELECT id FROM coaching_privatenote")),)
    ),
    "note_warn": Case(
        (Changes(who=KERNEL, to="expires_on = '2100-01-01'"),),
        (
            Changes(who=KERNEL, to="expires_on = '2100-01-01'", given=f"{DATED}'2099-01-01'"),
            Changes(
                who=KERNEL,
                to="expires_on = NULL",
                then="expires_on IS NULL",
                given=f"{DATED}'2099-01-01'",
            ),
            leaves_undone("coaching_privatenote", "expires_on"),
        ),
    ),
    "note_expire": Case(
        (Removes(who=KERNEL, given=f"{DATED}current_date"),),
        (Removes(who=KERNEL, given=f"{DATED}current_date + 1"), Removes(who=KERNEL)),
    ),
    "evidence_expire": Case((Removes(who=KERNEL, row="draft"),), (Removes(who=KERNEL),)),
    "noninstructionalday_relate": Case((Reads(who=KERNEL),)),
    "schoolyear_relate": Case((Reads(who=KERNEL),)),
}

MAIL: dict[str, Case] = {
    "contact_came_back": Case(
        (Changes(who=KERNEL, to="bounced_at = now()", then="bounced_at IS NOT NULL"),),
        (
            Changes(
                who=KERNEL,
                to="bounced_at = NULL",
                then="bounced_at IS NULL",
                given="UPDATE accounts_contact SET bounced_at = now()",
            ),
        ),
    ),
    "outbox_failed": Case(
        (
            Does(
                who=KERNEL,
                what=lambda scene: ask("SELECT id FROM accounts_outboxmessage"),
                given="UPDATE accounts_outboxmessage SET failed_at = now()",
            ),
        ),
        (Does(who=KERNEL, what=lambda scene: ask("SELECT id FROM accounts_outboxmessage")),),
    ),
}

BACKGROUND = {**HEARTBEAT, **LAPSE, **EXPIRY, **MAIL}
