"""What works spatially, what is needed, and how offices settle it together (Teil A 3). One module per subject."""

from sozialraum.needs_models import (
    BADGES,
    SILENT_AFTER,
    Need,
    NeedEntry,
    NeedOffice,
    NeedRegion,
    NeedState,
    reads_all,
)
from sozialraum.places_models import (
    FormerName,
    FundingStream,
    FundingStreamRegion,
    Programme,
    Site,
    SiteUnit,
    SpatialUnit,
    SpatialUnitRegion,
)
from sozialraum.plan_models import Plan, PlanOffice, PlanRegion, PlanState
from sozialraum.profile_models import OfficeProfile, ProfileEvidence
from sozialraum.region_models import (
    Figure,
    FigureImport,
    FigureValue,
    PendingFigures,
    RegionProfile,
    RegionProfileEvidence,
)
from sozialraum.requests_models import RequestEvidence, ServiceRequest
from sozialraum.topics_models import Topic, TopicBody, TopicFunding, TopicOffice, TopicRegion

__all__ = [
    "BADGES",
    "SILENT_AFTER",
    "Figure",
    "FigureImport",
    "FigureValue",
    "FormerName",
    "FundingStream",
    "FundingStreamRegion",
    "Need",
    "NeedEntry",
    "NeedOffice",
    "NeedRegion",
    "NeedState",
    "OfficeProfile",
    "PendingFigures",
    "Plan",
    "PlanOffice",
    "PlanRegion",
    "PlanState",
    "ProfileEvidence",
    "Programme",
    "RegionProfile",
    "RegionProfileEvidence",
    "RequestEvidence",
    "ServiceRequest",
    "Site",
    "SiteUnit",
    "SpatialUnit",
    "SpatialUnitRegion",
    "Topic",
    "TopicBody",
    "TopicFunding",
    "TopicOffice",
    "TopicRegion",
    "reads_all",
]
