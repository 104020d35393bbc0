"""Teil A 5: actors, bodies, cooperation, signals from the neighbourhoods."""
