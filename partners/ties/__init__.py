"""Who is tied to whom: offices, Gremien and actors ("Wer hält Verbindung?", A5.6)."""
