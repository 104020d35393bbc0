"""Support asked of the Senate: a district and one Ressort."""
