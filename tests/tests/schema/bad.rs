//! Databases and models that a check cannot compare: one clear line for each.
