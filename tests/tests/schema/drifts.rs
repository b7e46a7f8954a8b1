//! Databases that differ from the models in one thing: each is found, under its name, and mended.
