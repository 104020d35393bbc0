"""The reports: what stands in them for whom, what never does, and that they come out right from odd districts too."""

import datetime
import io
import itertools
import re

import docx
import pytest
from django.utils import timezone

from assignments.models import Assignment, AssignmentOffice, Entry
from assignments.states import State
from districts.models import District
from evidence.models import Evidence
from partners.models import Actor
from pruefsteine.models import Consensus, Dissent, Rating, Release, Round
from pruefsteine.scales import Level, ReleaseState
from sozialraum.models import Need, NeedState, OfficeProfile, Plan
from tests.makers import make, thing
from tests.pages.pruefsteine_release import closed_round, in_state
from tests.pages.pruefsteine_table import talk
from tests.reports.reading import Paper, squeezed

BASE = "/bezirk/mitte/"
REPORTS = BASE + "berichte/"
STANDING = REPORTS + "sachstand/"


@pytest.fixture
def mitte(cast):
    return cast.world.mitte


def text_of(answer):
    """The words of a page or of a paper in either form, without anything between the letters."""
    assert answer.status_code == 200
    content = b"".join(answer) if answer.streaming else answer.content
    if answer["Content-Type"] == "application/pdf":
        return squeezed(Paper(content).text)
    if "wordprocessingml" in answer["Content-Type"]:
        file = docx.Document(io.BytesIO(content))
        return squeezed(" ".join(file.element.body.itertext()))
    return squeezed(re.sub(r"<[^>]+>", " ", content.decode("utf-8-sig")))


def paths_of(mitte):
    """Report -> the page that shows the same; what is made of many pages has none."""
    office, region = mitte.offices[0].pk, mitte.regions[0].key
    order, round_ = thing(mitte, Assignment).pk, closed_round(mitte)["pk"]
    return {
        STANDING: "",
        f"{STANDING}?form=docx": "",
        f"{REPORTS}amt/{office}/": f"{BASE}aemter/{office}/",
        f"{REPORTS}region/{region}/": f"{BASE}regionen/{region}/",
        f"{REPORTS}region/{region}/?form=docx": f"{BASE}regionen/{region}/",
        f"{REPORTS}auftrag/{order}/": f"{BASE}auftraege/{order}/",
        f"{REPORTS}runde/{round_}/": "",
    }


def plant(mitte):
    """Words that are not everybody's: marker -> the personas who may ever find it on a paper."""
    own, agreed = {"office_head", "office_staff"}, Consensus.objects.filter(round=closed_round(mitte)["pk"]).first()
    OfficeProfile.objects.filter(pk=thing(mitte, OfficeProfile).pk).update(approaches="MARKEPROFIL", shared_on=None)
    Plan.objects.filter(pk=thing(mitte, Plan).pk).update(title="MARKEPLAN", shared_on=None)
    Rating.objects.filter(district=mitte.district).update(words="MARKEBOGEN", measure="MARKEBOGEN")
    drafted = make(mitte, Assignment, 90)
    Assignment.objects.filter(pk=drafted.pk).update(title="MARKEENTWURF", state=State.DRAFT)
    dissent = {"district": mitte.district, "consensus": agreed}
    Dissent.objects.create(**dissent, office=mitte.offices[0], text="MARKEDISSENS")
    Dissent.objects.create(**dissent, office=mitte.offices[1], text="MARKEWEITER", may_go_further=True)
    AssignmentOffice.objects.filter(assignment=thing(mitte, Assignment)).update(agent_name="MARKEPERSON")
    Need.objects.filter(pk=thing(mitte, Need).pk).update(
        title="MARKEBEDARF", state=NeedState.REPORTED, agreed_on=None, talked_on=None
    )
    Evidence.objects.filter(district=mitte.district).update(title="MARKEBELEG", confidential=True)
    everybody = own | {"coordination", "leadership", "second_head", "reader", "data"}
    return {
        "MARKEPROFIL": own,
        "MARKEPLAN": own,
        "MARKEBOGEN": set(),
        "MARKEENTWURF": {"coordination", "leadership"},
        "MARKEDISSENS": set(),
        "MARKEWEITER": everybody,
        "MARKEPERSON": set(),
        "MARKEBELEG": set(),
        # Both offices are asked, and the Stadtteilkoordination reported it.
        "MARKEBEDARF": own | {"coordination", "second_head", "neighbourhood"},
    }


def test_a_paper_shows_nothing_that_its_page_does_not(cast, mitte):
    markers = plant(mitte)
    seen = {marker: set() for marker in markers}
    for persona in ("coordination", "leadership", "office_head", "office_staff", "second_head", "reader", "data",
                    "neighbourhood"):  # fmt: skip
        client = cast.client(persona)
        for report, page in paths_of(mitte).items():
            answer = client.get(report)
            if answer.status_code != 200:
                assert answer.status_code in (403, 404)
                continue
            found = {marker for marker in markers if marker in text_of(answer)}
            if page and found:
                shown = text_of(client.get(page))
                assert not {marker for marker in found if marker not in shown}, (persona, report)
            if "/sachstand/" in report:
                # What goes out to others holds nothing that is still being prepared, even where its maker reads it.
                assert not found, (persona, report)
            for marker in found:
                seen[marker].add(persona)
    for marker, allowed in markers.items():
        assert seen[marker] <= allowed, marker
    # Not because nothing is ever printed.
    assert seen["MARKEPROFIL"] == {"office_head", "office_staff"}
    assert seen["MARKEWEITER"] == markers["MARKEWEITER"]
    assert "coordination" in seen["MARKEBEDARF"]


def test_the_standing_report_says_whose_it_is_and_for_whom(cast, mitte):
    Need.objects.filter(pk=thing(mitte, Need).pk).update(state=NeedState.AGREED, agreed_what="Zwei Nachmittage",
                                                         agreed_on="2026-03-02", agreed_until="2026-12-30")  # fmt: skip
    asked = {"an": "BVV #Mitte*", "drucksache": "1234/VI", "datum": "2026-12-01"}
    answer = cast.client("coordination").get(STANDING, asked)
    assert answer["Content-Disposition"] == (
        f'attachment; filename="sachstandsbericht-mitte-{timezone.localdate():%Y-%m-%d}.pdf"'
    )
    assert answer["Cache-Control"] == "private, no-store"
    paper = Paper(answer.content)
    text = squeezed(paper.text)
    for words in ("An: BVV #Mitte*", "Drucksache: 1234/VI", "Datum: 01.12.2026", "Zwei Nachmittage",
                  f"Stand der Angaben: {timezone.localdate():%d.%m.%Y}", thing(mitte, Assignment).title,
                  thing(mitte, Actor).kind.name):  # fmt: skip
        assert squeezed(words) in text
    assert [words for level, words in paper.headings() if level == 2] == [
        "Checkliste im Überblick", "Checkliste, Punkt für Punkt", "Aufträge", "Prüfsteine", "Gremien", "Akteure",
        "Bedarfe", "Nächste Termine",
    ]  # fmt: skip


def test_only_chosen_parts_of_rooms_in_use(cast, mitte):
    client = cast.client("coordination")
    asked = {"teile": ["auftraege", "gremien"]}
    assert [w for level, w in Paper(client.get(STANDING, asked).content).headings() if level == 2] == [
        "Aufträge", "Gremien",
    ]  # fmt: skip
    District.objects.filter(pk=mitte.district.pk).update(rooms=[])
    assert [w for level, w in Paper(client.get(STANDING).content).headings() if level == 2] == [
        "Checkliste im Überblick", "Checkliste, Punkt für Punkt", "Nächste Termine",
    ]  # fmt: skip
    page = client.get(REPORTS).content.decode()
    assert "Auftrag" not in page.split("<main")[1]


@pytest.mark.parametrize("asked", [{"datum": "gestern"}, {"teile": "nichts"}, {"form": "exe"}, {"an": "x" * 201},
                                   {"drucksache": "a\x00b"}])  # fmt: skip
def test_nonsense_brings_the_page_back(cast, asked):
    answer = cast.client("coordination").get(STANDING, asked)
    assert answer.status_code == 422
    assert answer["Content-Type"].startswith("text/html")


def test_every_page_leads_to_its_paper(cast, mitte):
    client, office = cast.client("coordination"), mitte.offices[0].pk
    round_ = closed_round(mitte)["pk"]
    pages = {
        f"{BASE}aemter/{office}/": f"{REPORTS}amt/{office}/",
        f"{BASE}regionen/{mitte.regions[0].key}/": f"{REPORTS}region/{mitte.regions[0].key}/?form=docx",
        f"{BASE}auftraege/{thing(mitte, Assignment).pk}/": f"{REPORTS}auftrag/{thing(mitte, Assignment).pk}/",
        f"{BASE}pruefsteine/runden/{round_}/": f"{REPORTS}runde/{round_}/?form=docx",
        REPORTS: f"{REPORTS}runde/{round_}/",
        BASE: REPORTS,
    }
    for page, report in pages.items():
        assert f'href="{report}"' in client.get(page).content.decode(), page
    open_round = thing(mitte, Round).pk
    assert REPORTS + "runde/" not in client.get(f"{BASE}pruefsteine/runden/{open_round}/").content.decode()
    # Bookmarked too early: refused with a sentence, also while the offices talk.
    for early in (open_round, talk(mitte)[0].pk):
        assert client.get(f"{REPORTS}runde/{early}/").status_code == 409


def test_a_round_with_its_profile(cast, mitte):
    pk = closed_round(mitte)["pk"]
    Consensus.objects.filter(round=pk).update(level=Level.LARGELY, reasons="Weil es *wirklich* so ist")
    answer = cast.client("reader").get(f"{REPORTS}runde/{pk}/")
    paper = Paper(answer.content)
    assert squeezed(paper.text).count(squeezed("Weil es *wirklich* so ist")) == 3
    assert len(paper.kinds("Figure")) == 1
    levels = [level for level, _ in paper.headings()]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    assert "weitgehend" in text_of(cast.client("reader").get(f"{REPORTS}runde/{pk}/?form=docx"))


def test_a_vermerk_for_the_file(cast, mitte):
    row = thing(mitte, Assignment)
    Assignment.objects.filter(pk=row.pk).update(file_number="SPK 12/2026", version=7)
    text = text_of(cast.client("office_head").get(f"{REPORTS}auftrag/{row.pk}/?form=docx"))
    for words in ("Geschäftszeichen: SPK 12/2026", "Fassung: 7 vom", "Stellenzeichen", mitte.offices[0].short_name,
                  "Schritte in ihrer Reihenfolge"):  # fmt: skip
        assert squeezed(words) in text
    # On the page the own office reads who wrote; on paper nobody does.
    Entry.objects.filter(assignment=row).update(author=mitte.people["office_head"], office=mitte.offices[0])
    name = squeezed(mitte.people["office_head"].name)
    client = cast.client("office_head")
    assert name in text_of(client.get(f"{BASE}auftraege/{row.pk}/"))
    assert name not in text_of(client.get(f"{REPORTS}auftrag/{row.pk}/"))


def released(place, **more):
    """A Freigabe in force whose picture says something."""
    row = Release.objects.get(pk=in_state(ReleaseState.RELEASED, statewide=True)(place)["pk"])
    stone = {
        "code": "B4.1", "number": 1, "title": "Rollen", "text": "", "level": "partly", "level_label": "teilweise",
        "change": "", "change_label": "", "reasons": "MARKEGRUND " + "lang " * 4_000 + "ENDE", "dissents": [],
        "spread": [], "meaning": {"text": "MARKESINN", "version": 1, "agreed": "", "body": "", "indicators": []},
    }  # fmt: skip
    point = {"code": "A2a", "title": "Beschluss", "state": "anchored", "state_label": "verankert"}
    picture = row.picture | {"stones": [stone], "minimum": [point]}
    release = {"catalogue_version": 1, "chosen": {}, "prepared_on": row.prepared_on, "released_on": row.released_on}
    row.delete()
    return Release.objects.create(district=place.district, round=row.round, state=ReleaseState.RELEASED,
                                  picture=picture, **release | more)  # fmt: skip


def test_berlin_from_releases_in_force_alone(cast, mitte):
    senate = cast.client("senate")
    row = released(mitte)
    Rating.objects.filter(district=mitte.district).update(words="MARKEBOGEN")
    for form in ("", "?form=docx"):
        text = text_of(senate.get("/berlin/bericht/" + form))
        for words in (
            "01 Mitte",
            "teilweise",
            "MARKESINN",
            "MARKEGRUND",
            "lang ENDE",
            "verankert",
            "nicht freigegeben",
        ):
            assert squeezed(words) in text
        assert "MARKEBOGEN" not in text
    Release.objects.filter(pk=row.pk).update(state=ReleaseState.WITHDRAWN, withdrawn_on=datetime.date(2026, 11, 1),
                                             withdrawal_reason="Fehler")  # fmt: skip
    assert "MARKEGRUND" not in text_of(senate.get("/berlin/bericht/"))


def test_berlin_over_rounds_draws_each_districts_own_way(cast, mitte):
    first = released(mitte)
    later = Round.objects.create(district=mitte.district, name="Zweite", opens_on="2026-05-01", closes_on="2026-06-01")
    picture = first.picture | {"round": first.picture["round"] | {"name": "Zweite", "closed": "2026-06-30"}}
    Release.objects.create(district=mitte.district, round=later, state=ReleaseState.RELEASED, picture=picture,
                           prepared_on=first.prepared_on, released_on=first.released_on)  # fmt: skip
    senate = cast.client("senate")
    paper = Paper(senate.get("/berlin/bericht/").content)
    assert len(paper.kinds("Figure")) == 1
    assert squeezed("Zweite, freigegeben am") in squeezed(paper.text)
    assert 'href="/berlin/bericht/?form=docx"' in senate.get("/berlin/").content.decode()
