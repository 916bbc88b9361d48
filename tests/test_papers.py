"""Papers for people: in their language, the reader's beside it, and nothing they may not see."""

import pypdfium2
import pytest

from rfl.audit.rules import Act
from rfl.typesetting import scripts
from rfl.web.tongues import FURTHER, spoken
from tests.exchange.gate import QUESTION, gate_of
from tests.once import ON_SQLITE


def _text_of(answer) -> str:
    """Return what stands on a paper, with single spaces."""
    assert answer.mimetype == "application/pdf"
    paper = pypdfium2.PdfDocument(answer.get_data())
    found = " ".join(sheet.get_textpage().get_text_bounded() for sheet in paper)
    paper.close()
    return " ".join(found.split())


@ON_SQLITE
def test_a_case_is_printed_in_the_language_of_the_family_and_the_print_is_recorded(site):
    gate = gate_of(site.world)
    case = gate.request()
    client = site.as_(gate.awa).client

    form = _text_of(client.get(f"/requests/{case}/paper/form?lang=fr&speak=ar"))
    line = _text_of(client.get(f"/requests/{case}/paper/line"))

    assert "La personne que vous recherchez" in form
    assert "Mamadou Diallo" in form
    assert "Your signature" not in form
    assert "ARABIC" not in scripts(form), "all of it is the family's, whoever prints it"
    assert "Time line" in line
    assert site.world.trail(case).count(Act.PRINTED) == 2


@ON_SQLITE
def test_the_sheet_of_an_interview_has_the_questions_and_never_the_answers_of_the_family(site):
    gate = gate_of(site.world)
    ask = gate.sent()
    client = site.as_(gate.lamin).client

    sheet = _text_of(client.get(f"/inbox/{ask}/sheet?lang=es"))

    assert "Su familia" in sheet
    assert "Your family is looking for you" in sheet
    assert QUESTION.question in sheet
    assert QUESTION.answer not in sheet


@ON_SQLITE
@pytest.mark.parametrize("language", ["fr", "wo"])
def test_a_consent_form_says_what_nobody_reviewed_in_english_with_a_note(site, language):
    gate = gate_of(site.world)
    form = _text_of(site.as_(gate.lamin).client.get(f"/registrations/consent-form?lang={language}"))
    assert ("no reviewed text" in form) is (language in FURTHER)
    assert ("Pouvons-nous" in form) is (language == "fr")


@ON_SQLITE
def test_a_consent_form_in_two_languages_fills_no_third_sheet(site):
    gate = gate_of(site.world)
    client = site.as_(gate.lamin).client

    form = pypdfium2.PdfDocument(client.get("/registrations/consent-form?lang=ar").get_data())

    assert len(form) == 2
    form.close()


def test_a_sentence_that_nobody_reviewed_is_english():
    assert spoken("Yes", "wo").lang == "en"
    assert spoken("Yes", "fr").words == "Oui"
