"""Records to rows: what each row is, its areas, its months and its figures."""
