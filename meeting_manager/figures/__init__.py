"""What staff want to know in numbers: counted from the rows that whoever asks may read, for reports, charts and pages alike."""
