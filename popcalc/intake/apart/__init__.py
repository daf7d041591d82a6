"""Files read and their rows joined where an engine has its workers: rows travel between them, not to the driver."""
