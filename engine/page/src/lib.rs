//! How things look and read: layout, forms, tables, languages, directions.
