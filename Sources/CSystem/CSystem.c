// A C target needs a source file; see include/CSystem.h.
