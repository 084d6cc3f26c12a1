"""The report of satisfaction: written by rules from an edition, laid out by Decree 30/2020."""
