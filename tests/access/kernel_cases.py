"""What the kernel's own policies are for: something that a person does, which needs the function,
which needs the row. `NEEDS` says by policy who does what."""

from collections.abc import Callable
from typing import Any

from django.db import DatabaseError, transaction

from tests.access.acts import KERNEL, SIGN_IN, Who, as_owner, ask
from tests.access.case import CASEY, DANA, JORDAN, MORGAN, NEIL, QUINN, SAM, TAYLOR, THE_PROGRAM
from tests.access.scene import Scene
from tests.access.test_wall import call

Need = tuple[Who, Callable[[Scene], Any]]


def row(scene: Scene, label: str, name: str = "main") -> str:
    return str(scene.rows[label, name])


def reads(label: str, name: str = "main") -> Callable[[Scene], Any]:
    table = label.lower().replace(".", "_")
    return lambda scene: ask(f"SELECT 1 FROM {table} WHERE id = %s", row(scene, label, name))


def reads_nothing(scene: Scene) -> bool:
    return not reads("coaching.SessionText")(scene)


def opens(scene: Scene) -> Any:
    """Quick help with Jordan: a partnership, two places, a chapter, two participants, a pulse."""
    person = str(scene.people["Jordan"].pk)
    opening = "SELECT alongside.open_partnership('coaching', 'quick', %s::uuid[], '', NULL)"
    ((pk,),) = ask(opening, [person])
    return ask(
        "SELECT 1 FROM coaching_partnership w JOIN access_circle c ON c.id = w.circle_id"
        " JOIN coaching_pulse u ON u.partnership_id = w.id WHERE w.id = %s AND w.status = 'active'"
        " AND (SELECT count(*) FROM coaching_place p WHERE p.partnership_id = w.id) = 2"
        " AND (SELECT count(*) FROM access_participant q WHERE q.circle_id = c.id) = 2",
        str(pk),
    )


def leaves(scene: Scene) -> Any:
    call("answer_place", row(scene, "coaching.Partnership"), "left")
    return as_owner(
        "SELECT 1 FROM access_circle WHERE closed_at IS NOT NULL AND id = %s",
        row(scene, "access.Circle"),
    )


def counts(scene: Scene) -> Any:
    """A session that is logged is counted in the pulse, with its date."""
    partnership = row(scene, "coaching.Partnership")
    as_owner("DELETE FROM mentoring_reviewlog")
    as_owner("UPDATE coaching_pulse SET last_contact = NULL, sessions_held = 7")
    ask(
        "UPDATE coaching_session SET status = 'planned' WHERE id = %s",
        row(scene, "coaching.Session"),
    )
    ask("UPDATE coaching_session SET status = 'held' WHERE id = %s", row(scene, "coaching.Session"))
    return as_owner(
        "SELECT 1 FROM coaching_pulse WHERE partnership_id = %s AND last_contact IS NOT NULL"
        " AND sessions_held = 7",
        partnership,
    )


def counts_a_log(scene: Scene) -> Any:
    """What Morgan and Casey write down together is contact, whatever else was, and stays it."""
    as_owner(
        "DELETE FROM coaching_session s USING coaching_partnership w"
        " WHERE w.id = s.partnership_id AND w.kind = 'mentoring'"
    )
    as_owner("UPDATE coaching_pulse SET last_contact = NULL")
    ((circle,),) = as_owner("SELECT circle_id FROM coaching_partnership WHERE kind = 'mentoring'")
    ask(
        "INSERT INTO mentoring_reviewlog (id, circle_id, working, challenges, coach_steps,"
        " mentor_steps, revision) VALUES (gen_random_uuid(), %s, '', '', '', '', 1)",
        circle,
    )
    return as_owner(
        "SELECT 1 FROM coaching_pulse u JOIN coaching_partnership w ON w.id = u.partnership_id"
        " WHERE w.kind = 'mentoring' AND u.last_contact IS NOT NULL"
    )


def looks(scene: Scene) -> Any:
    """Sam opens the goal that was lent; the circle can read that."""
    as_owner("DELETE FROM access_look")
    call("note_look", row(scene, "goals.Goal"))
    call("note_look", row(scene, "goals.Goal"))
    return len(as_owner("SELECT 1 FROM access_look")) == 1


def withdraws(scene: Scene) -> Any:
    """The teacher takes the yes back: visit, notes, answer and comments go to the teacher's shelf."""
    visit = row(scene, "observations.Visit")
    as_owner("UPDATE comments_comment SET item_kind = 'visit', item_id = %s", visit)
    call("move_visit", visit, "withdrawn", 1)
    tables = ("observations_evidence", "observations_visitresponse")
    there = " AND ".join(
        f"NOT EXISTS (SELECT 1 FROM {table} t WHERE t.visit_id = v.id"
        " AND t.circle_id <> v.circle_id)"
        for table in tables
    )
    return as_owner(
        "SELECT 1 FROM observations_visit v JOIN access_circle c ON c.id = v.circle_id"
        " JOIN comments_comment t ON t.item_id = v.id AND t.circle_id = c.id"
        f" WHERE v.id = %s AND c.kind = 'shelf' AND {there}",
        visit,
    )


def reviews(scene: Scene) -> Any:
    """Casey's own caseload, with the stage of Taylor's cycle."""
    for name in ("Robin", "Jordan", "Nora", "Sue"):
        opening = "SELECT alongside.open_partnership('coaching', 'quick', %s::uuid[], '', NULL)"
        ask(opening, [str(scene.people[name].pk)])
    return ask(
        "SELECT 1 FROM alongside.caseload_review(%s) WHERE stage IS NOT NULL",
        str(scene.people["Casey"].pk),
    )


def reshuffles(scene: Scene) -> Any:
    """In another grading period the partners stand in another order."""
    reviews(scene)
    order = "SELECT array_agg(stage ORDER BY label) FROM alongside.caseload_review(%s)"
    seen = set()
    for number in range(12):
        as_owner("UPDATE accounts_gradingperiod SET id = md5(%s)::uuid", str(number))
        ((stages,),) = ask(order, str(scene.people["Casey"].pk))
        seen.add(tuple(stages))
    return len(seen) > 1


def is_named(scene: Scene) -> Any:
    """Once Taylor agrees, the review says the name."""
    as_owner(
        "INSERT INTO mentoring_namegiven (id, district_id, coach_id, partner_id)"
        " SELECT gen_random_uuid(), district_id, %s, id FROM accounts_member WHERE id = %s",
        str(scene.people["Casey"].pk),
        str(scene.people["Taylor"].pk),
    )
    return ask(
        "SELECT 1 FROM alongside.caseload_review(%s) WHERE is_named AND label = 'Taylor Reed'",
        str(scene.people["Casey"].pk),
    )


def is_numbered(scene: Scene) -> Any:
    """Written to the mentor, Taylor's name becomes a number."""
    as_owner("DELETE FROM mentoring_partnernumber")
    ((circle,),) = as_owner("SELECT circle_id FROM coaching_partnership WHERE kind = 'mentoring'")
    words = ask(
        "INSERT INTO comments_comment (id, circle_id, item_kind, item_id, body, revision)"
        " VALUES (gen_random_uuid(), %s, 'session', gen_random_uuid(), 'Taylor Reed', 1)"
        " RETURNING body ~ '^Partner [0-9]+$'",
        circle,
    )
    return words == [(True,)]


def sums(scene: Scene) -> Any:
    """Casey's own time, as the review tells it."""
    return ask("SELECT 1 FROM alongside.caseload_time(%s)", str(scene.people["Casey"].pk))


def is_a_member(scene: Scene) -> Any:
    user = scene.people["Casey"].user_id
    return ask("SELECT 1 FROM alongside.memberships(%s) WHERE 'coach' = ANY (roles)", user)


def is_invited(scene: Scene) -> Any:
    return ask("SELECT 1 FROM alongside.invitation('heliotrope') WHERE email <> ''")


def accepts(scene: Scene) -> Any:
    """Whoever holds the link ties an identity to the member, once."""
    newcomer = str(scene.people["Nora"].pk)
    user = scene.people["Kim"].user_id
    ((place,),) = ask("SELECT alongside.accept_invitation('heliotrope', %s)", user)
    again = ask("SELECT alongside.accept_invitation('heliotrope', %s)", user)
    return (
        place == "riverbend"
        and again == [(None,)]
        and as_owner(
            "SELECT 1 FROM accounts_member m JOIN accounts_invitation i ON i.member_id = m.id"
            " WHERE m.id = %s AND m.user_id = %s AND i.accepted_at IS NOT NULL",
            newcomer,
            user,
        )
    )


def takes_back(scene: Scene) -> Any:
    """Jordan leaves, and is in again: the same chapter goes on."""
    partnership = row(scene, "coaching.Partnership", "old")
    chapter = as_owner("SELECT circle_id FROM coaching_partnership WHERE id = %s", partnership)
    call("answer_place", partnership, "left")
    call("take_back_ending", partnership)
    return as_owner(
        "SELECT 1 FROM access_circle c JOIN coaching_partnership w ON w.circle_id = c.id"
        " JOIN coaching_ending e ON e.partnership_id = w.id AND e.taken_back_at IS NOT NULL"
        " WHERE c.closed_at IS NULL AND c.id = %s",
        chapter[0][0],
    )


def marks(scene: Scene) -> Any:
    line = row(scene, "access.EvaluationLine", "persons_line")
    call("mark_never_true", line, "person")
    return as_owner(
        "SELECT 1 FROM access_evaluationline l JOIN accounts_outboxmessage m"
        " ON m.key LIKE '%%' || l.id || '%%' WHERE l.id = %s AND l.never_true_at IS NOT NULL",
        line,
    )


def reads_again(scene: Scene) -> Any:
    """Quinn reads the circle of Jordan's that a line had closed."""
    return reads("access.Readmission")(scene)


def reads_after_a_word(scene: Scene) -> Any:
    """Neil reads the circle from before the first sign-in, because Casey has said that it is him."""
    return ask("SELECT 1 FROM access_circle")


def is_free(scene: Scene) -> Any:
    """Jordan agrees that Sue's line was never true: for Jordan it is none."""
    return not ask(
        "SELECT 1 FROM alongside.evaluation"
        " WHERE evaluator_id = %s AND evaluated_id = %s AND ends_on IS NOT NULL",
        str(scene.people["Sue"].pk),
        str(scene.people["Jordan"].pk),
    )


def asks(scene: Scene) -> Any:
    """Jordan asks Casey: a request in a circle of the two."""
    wanted = "0b5e0000-0000-4000-8000-000000000001"
    casey = str(scene.people["Casey"].pk)
    ask("SELECT alongside.open_request(%s, 'cycle', %s, NULL, true)", wanted, casey)
    return as_owner(
        "SELECT 1 FROM coaching_request r JOIN access_circle c ON c.id = r.circle_id"
        " WHERE r.id = %s AND c.kind = 'request' AND r.status = 'open'",
        wanted,
    )


def says_yes(scene: Scene) -> Any:
    """The words go where the partnership is."""
    request = row(scene, "coaching.Request")
    as_owner("DELETE FROM coaching_answer")
    ask("SELECT alongside.accept_request(%s, '')", request)
    return as_owner(
        "SELECT 1 FROM coaching_request r JOIN coaching_wish w ON w.request_id = r.id"
        " JOIN coaching_answer n ON n.request_id = r.id"
        " JOIN coaching_partnership p ON p.id = r.partnership_id AND p.circle_id = w.circle_id"
        " WHERE r.id = %s AND r.status = 'accepted'",
        request,
    )


def says_it_twice(scene: Scene) -> Any:
    """Who has answered is not heard again."""
    try:
        with transaction.atomic():
            ask("SELECT alongside.decline_request(%s, '')", row(scene, "coaching.Request"))
    except DatabaseError as no:
        return "answered already" in str(no)
    return False


NEEDS: dict[str, Need] = {
    "sealkey_verify": (CASEY, reads("coaching.SessionText")),
    "member_relate": (CASEY, reads("coaching.SessionText")),
    "circle_relate": (CASEY, reads("coaching.SessionText")),
    "participant_relate": (CASEY, reads("coaching.SessionText")),
    # Dana stands in the circle, and only her line keeps her out.
    "line_relate": (DANA, reads_nothing),
    "share_relate": (SAM, reads("goals.Goal")),
    "look_note": (SAM, looks),
    "partnership_relate": (JORDAN, reads("coaching.Partnership", "proposed")),
    "place_relate": (JORDAN, reads("coaching.Partnership", "proposed")),
    "roleassignment_relate": (CASEY, opens),
    "circle_open": (CASEY, opens),
    "participant_join": (CASEY, opens),
    "partnership_open": (CASEY, opens),
    "partnership_keep": (CASEY, opens),
    "place_open": (CASEY, opens),
    "pulse_begin": (CASEY, opens),
    "circle_close": (TAYLOR, leaves),
    "place_answer": (TAYLOR, leaves),
    "request_relate": (CASEY, says_yes),
    "request_open": (JORDAN, asks),
    "request_keep": (CASEY, says_yes),
    "answer_give": (CASEY, says_yes),
    "answer_count": (CASEY, says_it_twice),
    "wish_find": (CASEY, says_yes),
    "wish_move": (CASEY, says_yes),
    "ending_note": (JORDAN, takes_back),
    "ending_relate": (JORDAN, takes_back),
    "ending_take_back": (JORDAN, takes_back),
    "line_answer_relate": (KERNEL, is_free),
    "line_never_true": (THE_PROGRAM, marks),
    "readmission_relate": (QUINN, reads_again),
    "vouch_relate": (NEIL, reads_after_a_word),
    "pulse_relate": (CASEY, counts),
    "pulse_keep": (CASEY, counts),
    "name_given_relate": (CASEY, is_named),
    "partner_number_relate": (CASEY, is_numbered),
    "partner_number_deal": (CASEY, is_numbered),
    "session_count": (CASEY, counts),
    "reviewlog_count": (MORGAN, counts_a_log),
    "visit_relate": (TAYLOR, withdraws),
    "visit_move": (TAYLOR, withdraws),
    "evidence_relate": (TAYLOR, withdraws),
    "evidence_move": (TAYLOR, withdraws),
    "response_relate": (TAYLOR, withdraws),
    "response_move": (TAYLOR, withdraws),
    "comment_relate": (TAYLOR, withdraws),
    "comment_move": (TAYLOR, withdraws),
    "cycle_review": (CASEY, reviews),
    "entry_sum": (CASEY, sums),
    "gradingperiod_relate": (CASEY, reshuffles),
    "district_relate": (SIGN_IN, is_a_member),
    "contact_relate": (SIGN_IN, is_invited),
    "invitation_relate": (SIGN_IN, is_invited),
    "invitation_accept": (SIGN_IN, accepts),
    "member_accept": (SIGN_IN, accepts),
}
