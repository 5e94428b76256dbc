//! The composition of the areas: one world, one apply, one list of pages.
