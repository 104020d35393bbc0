"""Demo data: twelve invented districts, filled by ``manage.py demo``.

Every text, person and organisation here is made up. The names of the Bezirke and their regions are facts; nothing that
is said about them is. The states of all districts are a permutation of one and the same set (``levels.py``), so that
no picture of the demo can be read as a grade.

What happens stands as data in ``texts/``: the two districts worked out in depth in a folder of their own, the other
ten composed from a common stock (``composing.py``). ``story.py`` says what a story may hold, ``telling.py`` and
``recording.py`` let it happen with the rules of the rooms, day by day, and ``diary.py`` moves it into the past.
"""
