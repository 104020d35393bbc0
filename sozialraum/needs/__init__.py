"""Bedarfe: from what is reported to what is told back."""
