"""Fears about the reform (A4a). Who voiced one can never be found out: no user, no office, no history, no time."""

import datetime
from typing import Any, ClassVar

from django.db import models
from django.utils import timezone

from checklist.models import Item
from districts.member import Member
from districts.wall.tenancy import TenantModel, kept

#: Free texts reach coordination in batches of this many, or at the month's end.
BATCH = 5
#: Counts of "Das sehe ich auch so" show from this many on.
SHOWN_FROM = 5


class ConcernTopicQuerySet(models.QuerySet["ConcernTopic"]):
    def visible_to(self, member: Member) -> "ConcernTopicQuerySet":
        """The five fears for everybody, other topics once published; all of them for whoever answers."""
        if member.may("answer_concerns"):
            return self
        return self.filter(models.Q(published=True) | models.Q(item__isnull=False))


@kept()
class ConcernTopic(TenantModel):
    """A fear in the district's words, with the district's answer. The five of A 4 stand from the start."""

    item = models.ForeignKey(Item, null=True, on_delete=models.PROTECT, related_name="+", editable=False)
    title = models.CharField("Worum es geht", max_length=160)
    text = models.TextField("Das Bedenken in den Worten des Bezirks", max_length=5_000, blank=True)
    answer = models.TextField("Antwort des Bezirks", max_length=10_000, blank=True)
    published = models.BooleanField("veröffentlicht", default=False)
    position = models.PositiveSmallIntegerField(default=100, editable=False)

    objects: ClassVar[Any] = ConcernTopicQuerySet.as_manager()

    class Meta:
        verbose_name = "Bedenken"
        verbose_name_plural = "Bedenken"
        ordering = ["position", "title"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["district", "title"],
                name="concern_topic_title",
                violation_error_message="Ein Bedenken mit dieser Überschrift gibt es schon.",
            ),
            models.CheckConstraint(
                condition=models.Q(published=False) | models.Q(answer__gt=""),
                name="concern_topic_answered",
                violation_error_message="Veröffentlicht wird ein Bedenken nur mit einer Antwort.",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ConcernEcho(TenantModel):
    """How many said "Das sehe ich auch so". A number alone, apart from the topic, so that no history counts along."""

    topic = models.OneToOneField(ConcernTopic, on_delete=models.CASCADE, related_name="echo")
    count = models.PositiveIntegerField(default=0)

    class Meta:
        default_permissions = ()


class ConcernQuerySet(models.QuerySet["Concern"]):
    def readable(self, today: datetime.date) -> "ConcernQuerySet":
        """Texts coordination may read on ``today``: handed over in a batch, or of a past month."""
        return self.filter(models.Q(month__lt=today.replace(day=1)) | models.Q(batch__gt=0))


class Concern(TenantModel):
    """One anonymous text. ``month`` is the first day of the month; nothing finer is kept."""

    text = models.TextField("Ihr Bedenken", max_length=3_000)
    month = models.DateField()
    #: 0 while waiting; the number of the batch once handed over.
    batch = models.PositiveIntegerField(default=0)
    topic = models.ForeignKey(
        ConcernTopic, verbose_name="gebündelt in", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects: ClassVar[Any] = ConcernQuerySet.as_manager()

    class Meta:
        verbose_name = "Bedenken (Text)"
        verbose_name_plural = "Bedenken (Texte)"
        # By key, which is random: the order says nothing about who was first.
        ordering = ["id"]
        default_permissions = ()


def this_month() -> datetime.date:
    """The first day of the running month in Berlin."""
    return timezone.localdate().replace(day=1)
