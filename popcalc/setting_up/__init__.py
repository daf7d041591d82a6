"""A folder's first use: what lies there, and the project file that names it."""
