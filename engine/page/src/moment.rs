//! Instants, days and durations in words.

use act::Time;
use maud::{Markup, PreEscaped, html};

use crate::calendar::{eastern_digits, solar};
use crate::lang::Lang;
use crate::words::{Tr, Value};

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

impl Tr<'_> {
    /// `7 November 2025, 14:02 UTC`, with the reader's own calendar beside it where it is another.
    ///
    /// The date runs in the direction of its month's name, the time of day left to right: in a
    /// left-to-right isolate the year would jump over an Arabic month's name.
    pub fn instant(self, time: Time) -> Markup {
        html! {
            time datetime=(time) {
                bdi dir=(self.dir().html()) {
                    (self.with("moment-instant", &[
                        ("date", Value::Markup(PreEscaped(self.date_text(time)))),
                        ("clock", Value::Markup(html! { bdi dir="ltr" { (clock(time)) " UTC" } })),
                    ]))
                }
                (self.own_calendar(time))
            }
        }
    }

    /// `7 November 2025`, with the reader's own calendar beside it where it is another.
    pub fn date(self, time: Time) -> Markup {
        html! {
            time datetime=(time.to_string().get(..10).unwrap_or_default()) {
                bdi dir=(self.dir().html()) { (self.date_text(time)) }
                (self.own_calendar(time))
            }
        }
    }

    /// `14:02 UTC`, where the day is said beside it.
    pub fn clock(self, time: Time) -> Markup {
        html! { time dir="ltr" datetime=(time) { (clock(time)) " UTC" } }
    }

    /// A length of time in words, its two largest units: `2 days 3 hours`. Negative lengths are
    /// said by their size; whether something is early or late is for the sentence around it.
    pub fn duration(self, millis: i64) -> Markup {
        html! { (self.duration_text(millis)) }
    }

    pub(crate) fn instant_text(self, time: Time) -> String {
        let date = self.date_text(time);
        let clock = format!("{} UTC", clock(time));
        self.plain(
            "moment-instant",
            &[("date", Value::Words(&date)), ("clock", Value::Id(&clock))],
        )
    }

    pub(crate) fn date_text(self, time: Time) -> String {
        let civil = time.civil();
        let month = self.plain(&format!("month-{}", civil.month()), &[]);
        format!("{} {month} {}", civil.day(), civil.year())
    }

    pub(crate) fn duration_text(self, millis: i64) -> String {
        let millis = millis.saturating_abs();
        let say = |unit: &str, count: i64| {
            self.plain(unit, &[("n", Value::Number(count.unsigned_abs()))])
        };
        let pair = |large: (&str, i64), small: (&str, i64)| {
            let (first, second) = (say(large.0, large.1), say(small.0, small.1));
            match small.1 {
                0 => first,
                _ => self.plain(
                    "duration-pair",
                    &[
                        ("large", Value::Words(&first)),
                        ("small", Value::Words(&second)),
                    ],
                ),
            }
        };
        let (days, hours) = (millis / DAY, millis % DAY / HOUR);
        let (minutes, seconds) = (millis % HOUR / MINUTE, millis % MINUTE / 1000);
        if days > 0 {
            pair(("duration-days", days), ("duration-hours", hours))
        } else if hours > 0 {
            pair(("duration-hours", hours), ("duration-minutes", minutes))
        } else if minutes > 0 {
            say("duration-minutes", minutes)
        } else {
            say("duration-seconds", seconds)
        }
    }

    /// The Solar Hijri day in brackets, for the languages whose readers live by it.
    fn own_calendar(self, time: Time) -> Markup {
        let date = match self.lang {
            Lang::Ps | Lang::FaAf => solar(time),
            Lang::En | Lang::Ur | Lang::Tr | Lang::Ar => None,
        };
        let Some(date) = date else {
            return Markup::default();
        };
        let month = self.plain(&format!("solar-month-{}", date.month), &[]);
        let text = eastern_digits(&format!("{} {month} {}", date.day, date.year));
        html! { " " bdi.calendar dir="rtl" { "(" (text) ")" } }
    }
}

fn clock(time: Time) -> String {
    let civil = time.civil();
    format!("{:02}:{:02}", civil.hour(), civil.minute())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::Catalogue;

    fn bare(text: &str) -> String {
        text.replace(['\u{2068}', '\u{2069}'], "")
    }

    #[test]
    fn instants_in_prose() {
        let catalogue = Catalogue::new(&[]).unwrap();
        let at: Time = "2025-11-07T14:02:11.123Z".parse().unwrap();
        assert_eq!(
            Tr::new(Lang::En, &catalogue).instant(at).0,
            "<time datetime=\"2025-11-07T14:02:11.123Z\"><bdi dir=\"ltr\">7 November 2025, \
             <bdi dir=\"ltr\">14:02 UTC</bdi></bdi></time>"
        );
        let dari = Tr::new(Lang::FaAf, &catalogue).instant(at).0;
        assert!(
            dari.contains("<bdi dir=\"rtl\">7 نومبر 2025، <bdi dir=\"ltr\">14:02 UTC</bdi>"),
            "{dari}"
        );
        assert!(dari.contains("(۱۶ عقرب ۱۴۰۴)"), "{dari}");
        assert_eq!(
            bare(&Tr::new(Lang::Tr, &catalogue).date_text(at)),
            "7 Kasım 2025"
        );
    }

    #[test]
    fn durations_in_words() {
        let catalogue = Catalogue::new(&[]).unwrap();
        let say = |lang, millis| bare(&Tr::new(lang, &catalogue).duration_text(millis));
        assert_eq!(say(Lang::En, 0), "0 seconds");
        assert_eq!(say(Lang::En, 59_999), "59 seconds");
        assert_eq!(say(Lang::En, -MINUTE), "1 minute");
        assert_eq!(say(Lang::En, 2 * HOUR), "2 hours");
        assert_eq!(say(Lang::En, 26 * HOUR + MINUTE), "1 day 2 hours");
        assert_eq!(say(Lang::Ar, 2 * DAY), "يومان");
        assert_eq!(say(Lang::Ar, 3 * HOUR), "3 ساعات");
        assert_eq!(say(Lang::En, i64::MIN), say(Lang::En, i64::MAX));
    }
}
