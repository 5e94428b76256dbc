//! What every signed act is: envelope, time, refusal, verdict, and the trait of an area.
