"""Writers of documents, a module for each family of formats. Each is one line of `popcalc.output.formats.FORMATS`."""
