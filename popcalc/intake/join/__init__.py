"""The rows of all files to one table of village-months, each figure once."""
