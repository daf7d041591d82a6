"""What looks wrong in the counts themselves: rules that do not hold, gaps, and figures that cannot be believed."""
