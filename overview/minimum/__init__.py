"""The Mindestmaß: proposed by the Senate, agreed with every district."""
