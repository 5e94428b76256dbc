//! The log's durable truth.
