"""How forms are drawn: label, help and error beside each control, an error summary on top."""

from django.forms import CheckboxInput
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting


class AlongsideBoundField(BoundField):
    """A field that knows how its group is laid out."""

    @property
    def is_single_check(self) -> bool:
        """One checkbox stands before its own label instead of under it."""
        return isinstance(self.field.widget, CheckboxInput)

    @property
    def shows_optional(self) -> bool:
        """Required is the rule and stays unmarked; only the exceptions say "optional"."""
        return not self.field.required and not self.is_single_check and not self.use_fieldset


class AlongsideFormRenderer(TemplatesSetting):
    """Draws every form and field group from templates/forms/."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"
    formset_template_name = "forms/formset.html"
    bound_field_class = AlongsideBoundField
