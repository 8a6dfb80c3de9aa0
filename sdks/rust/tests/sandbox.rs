//! Real payments against the sandbox.
