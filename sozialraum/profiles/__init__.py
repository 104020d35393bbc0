"""Das Amt im Sozialraum: the page of an office, and what the offices answer to the Leitfragen."""
