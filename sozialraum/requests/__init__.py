"""Anfragen an die OE SPK: asked by offices and the Verwaltungsspitze, answered by the coordination."""
