//! What others tell of times, which no clock may hold. `prost_types`' own conversions panic at the least of numbers.

use core::time::Duration;
use std::time::SystemTime;

/// Absent where it is negative, or is none.
pub(crate) fn span(told: prost_types::Duration) -> Option<Duration> {
    let seconds = u64::try_from(told.seconds).ok()?;
    let nanos = u32::try_from(told.nanos).ok().filter(|nanos| *nanos < 1_000_000_000)?;
    Some(Duration::new(seconds, nanos))
}

/// Absent before 1970, and beyond this system's clock.
pub(crate) fn moment(told: prost_types::Timestamp) -> Option<SystemTime> {
    let since = span(prost_types::Duration { seconds: told.seconds, nanos: told.nanos })?;
    SystemTime::UNIX_EPOCH.checked_add(since)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_clock_holds_is_passed_over() {
        let duration = |seconds, nanos| prost_types::Duration { seconds, nanos };
        let timestamp = |seconds, nanos| prost_types::Timestamp { seconds, nanos };
        assert_eq!(span(duration(1, 500_000_000)), Some(Duration::from_millis(1500)));
        assert_eq!(moment(timestamp(0, 1)), Some(SystemTime::UNIX_EPOCH + Duration::from_nanos(1)));
        for (seconds, nanos) in
            [(i64::MIN, 0), (-1, 0), (0, -1), (i64::MIN, i32::MIN), (i64::MAX, i32::MAX)]
        {
            assert_eq!(span(duration(seconds, nanos)), None, "{seconds} {nanos}");
            assert_eq!(moment(timestamp(seconds, nanos)), None, "{seconds} {nanos}");
        }
        assert!(span(duration(i64::MAX, 999_999_999)).is_some());
    }
}
