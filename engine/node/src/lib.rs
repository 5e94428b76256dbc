//! The roles of the log without I/O: sequencer, witness, replica.
