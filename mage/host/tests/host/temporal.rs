//! Days and times.

use ludograph_host::{DAY_US, Date, Duration, LocalDateTime, LocalTime};
use proptest::prelude::*;

#[test]
fn known_days_have_their_numbers() {
    let days = |y, m, d| Date::new(y, m, d).map(Date::days);
    assert_eq!(days(1970, 1, 1), Some(0));
    assert_eq!(days(2000, 2, 29), Some(11_016));
    assert_eq!(days(1900, 2, 29), None);
    assert_eq!(days(0, 1, 1), Some(-719_528));
    assert_eq!(days(9999, 12, 31), Some(2_932_896));
    assert_eq!(days(10_000, 1, 1), None);
}

#[test]
fn written_forms_are_read() {
    assert_eq!(Date::parse("20240229"), Date::new(2024, 2, 29));
    assert_eq!(Date::parse("2024-02"), Date::new(2024, 2, 1));
    for wrong in ["", "2024", "2024-2-1", "2024-02-30", "2024-02-01x", "é024-02-01", "20240é2"] {
        assert_eq!(Date::parse(wrong), None, "{wrong}");
    }
    assert_eq!(LocalTime::parse("T1230"), LocalTime::new(12, 30, 0, 0, 0));
    assert_eq!(LocalTime::parse("12:30:15.000007"), LocalTime::new(12, 30, 15, 0, 7));
    for wrong in ["", "24:00", "12:60", "1:2", "12:30.5", "12:30:15.", "12:30:15.1234567", "1é2"] {
        assert_eq!(LocalTime::parse(wrong), None, "{wrong}");
    }
    let length = |text| Duration::parse(text).map(Duration::microseconds);
    assert_eq!(length("P1DT2H3M4.5S"), Some(DAY_US + 7_384_500_000));
    assert_eq!(length("-PT1S"), Some(-1_000_000));
    assert_eq!(length("PT0.5M"), Some(30_000_000));
    for wrong in ["", "P", "PT", "1D", "P1", "PTxS", "PT1S2M", "P1e300D", "P999999999999999D"] {
        assert_eq!(length(wrong), None, "{wrong}");
    }
}

proptest! {
    #[test]
    fn a_day_is_its_parts(days in -719_528_i64..=2_932_896) {
        let date = Date::from_days(days).unwrap();
        let (year, month, day) = date.parts();
        prop_assert_eq!(Date::new(year, month, day), Some(date));
        prop_assert_eq!(Date::parse(&date.to_string()), Some(date));
    }

    #[test]
    fn a_moment_is_its_text(microseconds in -62_167_219_200_000_000_i64..=253_402_300_799_999_999) {
        let moment = LocalDateTime::from_microseconds(microseconds).unwrap();
        prop_assert_eq!(LocalDateTime::parse(&moment.to_string()), Some(moment));
    }

    #[test]
    fn a_length_is_its_text(microseconds in -9_000_000_000_000_000_i64..9_000_000_000_000_000) {
        let length = Duration::from_microseconds(microseconds);
        prop_assert_eq!(Duration::parse(&length.to_string()), Some(length));
    }
}
