"""Words of a page as parts of a document: what names a thing stays, what leads on or acts does not."""

from reports.document import Facts, Heading, ListOf, Paragraph, Table
from reports.from_pages import read_markup

PAGE = """
<div class="ql-actions"><a href="/neu">Neu anlegen</a></div>
<dl class="ql-facts"><dt>Teil I</dt><dd><span>liegt vor</span> Stand 1.1.<br>Vorlage &amp; Anlage</dd></dl>
<h3>Eigene Worte</h3>
<p class="ql-own-words">Zeile eins
Zeile zwei</p>
<p><a href="/alle">Alle anzeigen<span class="kern-sr-only">: Akteure</span></a></p>
<p class="ql-muted">Noch nicht begonnen. <a href="/neu">Anlegen</a></p>
<ul><li><a href="/a">Verein &lt;b&gt;</a>: <span>Träger</span> <button>weg</button></li>
<li><p>Zwei</p><p>Absätze</p><ul><li>darin</li></ul></li></ul>
<form method="post"><p>Feld</p></form>
<figure><svg aria-hidden="true"><text>Bild</text></svg></figure>
<table><caption class="kern-sr-only">Zahlen</caption><thead>
<tr><th>Kennzahl</th><th>Verlauf</th><th>2025<br><span>in %</span></th></tr></thead>
<tbody><tr><th scope="row"><a href="/k">Quote</a></th><td><svg></svg></td><td>5</td></tr></tbody></table>
<table><caption>Leer</caption><thead><tr><th>a</th></tr></thead><tbody></tbody></table>
"""


def test_the_words_of_a_page():
    assert read_markup(PAGE) == [
        Facts((("Teil I", "liegt vor Stand 1.1.\nVorlage & Anlage"),)),
        Heading("Eigene Worte", 3),
        Paragraph("Zeile eins\nZeile zwei", quoted=True),
        Paragraph("Noch nicht begonnen."),
        ListOf(("Verein <b>: Träger", "Zwei\n\nAbsätze\n\ndarin")),
        Table("Zahlen", ("Kennzahl", "2025\nin %"), [("Quote", "5")], (2, 1)),
    ]
