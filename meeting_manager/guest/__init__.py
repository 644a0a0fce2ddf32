"""What the guest pages share: the frame of a page, its colours, its calendar and its words."""
