from django.db import migrations

import access.constraint


class Migration(migrations.Migration):
    """Members read who works where and as what, not for how much of a week; rosters read nothing twice."""

    dependencies = [
        ("accounts", "0008_background"),
        ("coaching", "0011_place_indexes"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="contact",
            name="contact_roster_read",
        ),
        migrations.RemoveConstraint(
            model_name="member",
            name="member_roster_read",
        ),
        migrations.RemoveConstraint(
            model_name="roleassignment",
            name="roleassignment_read",
        ),
        migrations.RemoveConstraint(
            model_name="schoolyear",
            name="schoolyear_roster_read",
        ),
        migrations.AddConstraint(
            model_name="roleassignment",
            constraint=access.constraint.RowPolicy(
                "roleassignment_read",
                "SELECT",
                columns=(
                    "id",
                    "district",
                    "member",
                    "role",
                    "school",
                    "coach_role",
                    "starts_on",
                    "ends_on",
                ),
                says="members of the district",
                to="alongside_member",
                using="district_id = (SELECT alongside.my_district())",
            ),
        ),
    ]
