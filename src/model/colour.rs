//! Colours as numbers: how they are written, how well one can be read on another, and neighbours of the same hue.

use serde::{Serialize, Serializer};
use std::fmt;

/// An sRGB colour of eight bits a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colour {
    /// Red, green and blue.
    pub channels: [u8; 3],
}

/// A colour in Oklch: lightness from 0 to 1, chroma, and hue in radians (Ottosson, "A perceptual color space for
/// image processing", 2020).
#[derive(Clone, Copy, Debug)]
struct Oklch {
    lightness: f64,
    chroma: f64,
    hue: f64,
}

/// Chroma below which a colour is grey to the eye, and its hue means nothing.
const GREY: f64 = 0.02;

/// The luminance on which black and white can be read equally well (WCAG 2.2, "contrast ratio").
const MIDDLE: f64 = 0.179;

impl Colour {
    /// The two grounds of the default theme in the light (`--paper` and `--paper-2` of its stylesheet).
    pub const PAPERS: [Self; 2] = [Self { channels: [0xfb, 0xfa, 0xf6] }, Self { channels: [0xf2, 0xee, 0xe3] }];

    /// The contrast that words need on their ground (WCAG 2.2, 1.4.6, level AAA).
    pub const READABLE: f64 = 7.0;

    /// Reads `#rrggbb` or `#rgb`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.trim().strip_prefix('#')?;
        let values: Option<Vec<u8>> =
            digits.chars().map(|digit| digit.to_digit(16).and_then(|value| u8::try_from(value).ok())).collect();
        match values?.as_slice() {
            [r, g, b] => Some(Self { channels: [r * 17, g * 17, b * 17] }),
            [r, rr, g, gg, b, bb] => Some(Self { channels: [r * 16 + rr, g * 16 + gg, b * 16 + bb] }),
            _ => None,
        }
    }

    /// How well this colour can be read on another, from 1 to 21 (WCAG 2.2, "contrast ratio").
    #[must_use]
    pub fn contrast(self, other: Self) -> f64 {
        let (one, two) = (self.luminance() + 0.05, other.luminance() + 0.05);
        one.max(two) / one.min(two)
    }

    /// This colour if it has a contrast on all grounds, which must be all light or all dark; else the nearest one of its
    /// hue that has: darker on light grounds, lighter on dark ones.
    #[must_use]
    pub fn readable_on(self, grounds: &[Self], contrast: f64) -> Self {
        let is_readable = |colour: Self| grounds.iter().all(|ground| colour.contrast(*ground) >= contrast);
        let own = self.oklch();
        let (end, last) = if grounds.iter().all(|ground| ground.luminance() < MIDDLE) {
            (1.0, Self { channels: [255; 3] })
        } else {
            (0.0, Self { channels: [0; 3] })
        };
        let steps = (0..=200).map(|step| own.lightness + (end - own.lightness) * f64::from(step) / 200.0);
        let others = steps.map(|lightness| Oklch { lightness, ..own }.colour());
        std::iter::once(self).chain(others).find(|colour| is_readable(*colour)).unwrap_or(last)
    }

    /// A colour of the same hue with another lightness (0 to 1) and chroma; grey stays grey.
    #[must_use]
    pub fn with(self, lightness: f64, chroma: f64) -> Self {
        let own = self.oklch();
        let chroma = if own.chroma < GREY { own.chroma } else { chroma };
        Oklch { lightness, chroma, hue: own.hue }.colour()
    }

    /// WCAG 2.2, "relative luminance".
    fn luminance(self) -> f64 {
        let [r, g, b] = self.linear();
        0.2126 * r + 0.7152 * g + 0.0722 * b
    }

    fn linear(self) -> [f64; 3] {
        self.channels.map(|channel| {
            let share = f64::from(channel) / 255.0;
            if share <= 0.04045 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
        })
    }

    #[expect(clippy::many_single_char_names, reason = "the names in the formula")]
    fn oklch(self) -> Oklch {
        let [r, g, b] = self.linear();
        let l = (0.412_221_470_8 * r + 0.536_332_536_3 * g + 0.051_445_992_9 * b).cbrt();
        let m = (0.211_903_498_2 * r + 0.680_699_545_1 * g + 0.107_396_956_6 * b).cbrt();
        let s = (0.088_302_461_9 * r + 0.281_718_837_6 * g + 0.629_978_700_5 * b).cbrt();
        let lightness = 0.210_454_255_3 * l + 0.793_617_785_0 * m - 0.004_072_046_8 * s;
        let a = 1.977_998_495_1 * l - 2.428_592_205_0 * m + 0.450_593_709_9 * s;
        let b = 0.025_904_037_1 * l + 0.782_771_766_2 * m - 0.808_675_766_0 * s;
        Oklch { lightness, chroma: a.hypot(b), hue: b.atan2(a) }
    }
}

impl Oklch {
    /// The nearest colour that screens can show: with less chroma where there is none so strong.
    fn colour(self) -> Colour {
        let fits = |linear: &[f64; 3]| linear.iter().all(|share| (-0.0005..=1.0005).contains(share));
        let weaker = (0..=50).map(|step| Self { chroma: self.chroma * f64::from(50 - step) / 50.0, ..self }.linear());
        let linear = weaker.into_iter().find(fits).unwrap_or([self.lightness.clamp(0.0, 1.0); 3]);
        Colour { channels: linear.map(channel) }
    }

    #[expect(clippy::many_single_char_names, reason = "the names in the formula")]
    fn linear(self) -> [f64; 3] {
        let (a, b) = (self.chroma * self.hue.cos(), self.chroma * self.hue.sin());
        let l = (self.lightness + 0.396_337_777_4 * a + 0.215_803_757_3 * b).powi(3);
        let m = (self.lightness - 0.105_561_345_8 * a - 0.063_854_172_8 * b).powi(3);
        let s = (self.lightness - 0.089_484_177_5 * a - 1.291_485_548_0 * b).powi(3);
        [
            4.076_741_662_1 * l - 3.307_711_591_3 * m + 0.230_969_929_2 * s,
            -1.268_438_004_6 * l + 2.609_757_401_1 * m - 0.341_319_396_5 * s,
            -0.004_196_086_3 * l - 0.703_418_614_7 * m + 1.707_614_701_0 * s,
        ]
    }
}

/// A share of light as eight bits. Rounding takes away the last digits, in which machines may differ.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the value is clamped first")]
fn channel(share: f64) -> u8 {
    let share = share.clamp(0.0, 1.0);
    let encoded = if share <= 0.003_130_8 { share * 12.92 } else { 1.055 * share.powf(1.0 / 2.4) - 0.055 };
    (encoded * 255.0).round().clamp(0.0, 255.0) as u8
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [r, g, b] = self.channels;
        write!(f, "#{r:02x}{g:02x}{b:02x}")
    }
}

impl Serialize for Colour {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn colour(text: &str) -> Colour {
        Colour::parse(text).unwrap()
    }

    #[test]
    fn colours_are_read_and_written() {
        assert_eq!(colour("#0b6570").to_string(), "#0b6570");
        assert_eq!(colour(" #FC0 ").to_string(), "#ffcc00");
        for text in ["", "#", "teal", "0b6570", "#0b65", "#0b65700", "#0g6570", "#é00"] {
            assert_eq!(Colour::parse(text), None, "{text}");
        }
    }

    #[test]
    fn contrast_is_that_of_the_design() {
        // Measured pairs of the design: ink and accent on paper.
        let paper = colour("#fbfaf6");
        assert_eq!(format!("{:.2}", colour("#1b2430").contrast(paper)), "14.99");
        assert_eq!(format!("{:.2}", paper.contrast(colour("#085660"))), "8.01");
        assert_eq!(format!("{:.0}", colour("#000").contrast(colour("#fff"))), "21");
    }

    #[test]
    fn what_can_be_read_stays_and_the_rest_gets_darker() {
        let grounds = Colour::PAPERS;
        assert_eq!(colour("#085660").readable_on(&grounds, 7.0), colour("#085660"));
        let darker = colour("#3aa7e0").readable_on(&grounds, 7.0);
        assert!(darker.contrast(grounds[1]) >= 7.0 && darker.contrast(grounds[1]) < 7.3, "{darker}");
        assert!(darker.channels[2] > darker.channels[0], "still blue: {darker}");
        let lighter = colour("#a02040").readable_on(&[colour("#000")], 7.0);
        assert!(lighter.contrast(colour("#000")) >= 7.0 && lighter.channels[0] > lighter.channels[2], "{lighter}");
        let grey = colour("#777").with(0.81, 0.08).channels;
        assert!(grey[0] == grey[1] && grey[1] == grey[2] && grey[0] > 0x99, "grey stays grey: {grey:?}");
    }

    proptest! {
        #[test]
        fn every_colour_survives_the_way_there_and_back(channels in any::<[u8; 3]>()) {
            let back = Colour { channels }.oklch().colour();
            for (one, other) in channels.iter().zip(back.channels) {
                prop_assert!(one.abs_diff(other) <= 1);
            }
        }

        #[test]
        fn every_colour_has_a_readable_neighbour(channels in any::<[u8; 3]>()) {
            let found = Colour { channels }.readable_on(&Colour::PAPERS, Colour::READABLE);
            prop_assert!(Colour::PAPERS.iter().all(|ground| found.contrast(*ground) >= Colour::READABLE));
        }
    }
}
