"""What pages and mails share: the language they speak, dates and times in words, colours that can be read."""
