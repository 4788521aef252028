"""The district itself and its schools, as the program's administrators keep them."""

from typing import Any

from django import forms
from django.utils import timezone

from accounts.models import District, School

ZONES = (
    ("America/New_York", "Eastern"),
    ("America/Chicago", "Central"),
    ("America/Denver", "Mountain"),
    ("America/Phoenix", "Arizona"),
    ("America/Los_Angeles", "Pacific"),
    ("America/Anchorage", "Alaska"),
    ("Pacific/Honolulu", "Hawaii"),
    ("America/Puerto_Rico", "Atlantic"),
)


class DistrictForm(forms.ModelForm[District]):
    """Its address is the operator's to give."""

    time_zone = forms.ChoiceField(help_text="By whose clock days begin and reminders go out.")

    class Meta:
        model = District
        fields = ("name", "time_zone", "minimum_group", "server_keeper")
        labels = {
            "minimum_group": "Smallest group that is counted",
            "server_keeper": "Who runs the server",
        }
        help_texts = {
            "minimum_group": "Counts of fewer people are not shown. Never below 5.",
            "server_keeper": "Whoever does could read its database, and everyone may know it: this "
            "stands under “Who can see this” on every record.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zone = self.fields["time_zone"]
        assert isinstance(zone, forms.ChoiceField)
        here = self.instance.time_zone
        other = [] if here in dict(ZONES) else [(here, here)]
        zone.choices = [*ZONES, *other]
        smallest = self.fields["minimum_group"]
        smallest.validators += forms.IntegerField(min_value=5, max_value=100).validators
        smallest.widget.attrs.update({"min": 5, "max": 100})


class SchoolForm(forms.ModelForm[School]):
    class Meta:
        model = School
        fields = ("name",)
        labels = {"name": "Name of the school"}

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"].strip()
        same = School.objects.filter(name__iexact=name).exclude(pk=self.instance.pk)
        if same.exists():
            raise forms.ValidationError("There is a school of that name already.")
        return name


class KeptSchoolForm(SchoolForm):
    closed = forms.BooleanField(
        label="Closed",
        required=False,
        help_text="Nobody new is given a role there. Who worked there, and who evaluated them, stays.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["closed"].initial = self.instance.closed_on is not None

    def kept(self) -> School:
        school: School = self.save(commit=False)
        if not self.cleaned_data["closed"]:
            school.closed_on = None
        elif school.closed_on is None:
            school.closed_on = timezone.localdate()
        return school
