"""Supporting documents: the commitments that go with a shipment."""
