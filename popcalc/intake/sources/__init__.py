"""What the user names, to the texts that are read: files, files of archives, sheets of workbooks."""
