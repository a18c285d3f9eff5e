//! Diagnostics as text or JSON.
