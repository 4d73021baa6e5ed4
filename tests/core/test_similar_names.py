"""Similar names are found whatever their order, accents or abbreviations; others are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contributors.models import Contributor
from core.similar_names import similar_entries
from tests import factories

NAMES = st.text(max_size=200)


@pytest.fixture
def coldwater(db):
    for name in ("Ada Example", "Idwal Prysgell", "Merrow Bay Tenants’ League"):
        factories.ContributorFactory(name=name)
    return factories.ContributorFactory(name="Maren Coldwater")


@pytest.mark.parametrize(
    "name",
    [
        *("Maren Coldwater", "maren coldwater", "Coldwater, Maren", "Máren Coldwáter"),
        *("Maren Coldwatter", "Marren Coldwater", "M. Coldwater", "M Coldwater", "Maren C."),
    ],
)
def test_similar_name_is_found(coldwater, name):
    assert similar_entries(Contributor, name) == [coldwater]


@pytest.mark.parametrize(
    "name", ["", " ", "Maren", "M.", "Marek Goldwasser", "Coldwater Creek Club", "Zoë Waters"]
)
def test_other_name_is_not(coldwater, name):
    assert similar_entries(Contributor, name) == []


@pytest.mark.usefixtures("coldwater")
def test_any_text_can_be_compared():
    @given(NAMES)
    def compare(name):
        assert len(similar_entries(Contributor, name)) <= 4

    compare()
