"""The example year: real participants, invented hours, proposals and scores."""
