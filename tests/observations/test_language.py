import pytest

from observations.language import suggestion_for


@pytest.mark.parametrize("text", ["A GOOD question", "They were off-task", "never raised a hand"])
def test_a_judging_word_gets_a_suggestion(text: str) -> None:
    assert suggestion_for(text) is not None


@pytest.mark.parametrize(
    "text",
    ["", "Teacher: “good”, then four seconds", 'S: "This is bad"', "Goodwin reads aloud", "12:05"],
)
def test_quotations_and_other_words_do_not(text: str) -> None:
    assert suggestion_for(text) is None
