"""What a site's data need once, after an update. Each patch may run again and changes nothing then."""
