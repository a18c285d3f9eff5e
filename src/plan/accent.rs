//! The site's own accent colour, as values of the theme's tokens at the end of its stylesheet.

use super::ThemeOffer;
use crate::model::{AssetBytes, Colour, Digest};

/// The theme's one stylesheet for all pages, which holds the tokens.
const STYLESHEET: &str = "style.css";

/// What the theme offers, in the colours of a site.
#[must_use]
pub fn dressed(mut theme: ThemeOffer, accent: Option<Colour>) -> ThemeOffer {
    if let (Some(accent), Some(sheet)) = (accent, theme.assets.get_mut(STYLESHEET)) {
        let bytes = [&sheet.bytes, rules(accent).as_bytes()].concat();
        *sheet = AssetBytes { digest: Digest::of_bytes(&bytes), bytes: bytes.into() };
    }
    theme
}

/// The accent, and panel and its lines in the same hue, for light and dark (the design's tokens, and its rule for
/// an accent of one's own).
fn rules(accent: Colour) -> String {
    let (panel, line) = (accent.with(0.36, 0.06), accent.with(0.48, 0.065));
    let (dark, dark_panel, dark_line) = (accent.with(0.81, 0.08), accent.with(0.33, 0.045), accent.with(0.46, 0.055));
    format!(
        "\n:root {{ --accent: {accent}; --own-accent: {accent}; --panel: {panel}; --panel-line: {line}; }}\n\
         @media (prefers-color-scheme: dark) {{\n  \
         :root {{ --accent: {dark}; --panel: {dark_panel}; --panel-line: {dark_line}; }}\n}}\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn colour(text: &str) -> Colour {
        Colour::parse(text).unwrap()
    }

    #[test]
    fn the_rules_come_after_the_themes_own() {
        let sheet = AssetBytes { bytes: b"body {}".as_slice().into(), digest: Digest::default() };
        let offer = || ThemeOffer { assets: [(STYLESHEET.to_owned(), sheet.clone())].into(), ..ThemeOffer::default() };
        let plain = dressed(offer(), None);
        assert_eq!(&*plain.assets[STYLESHEET].bytes, b"body {}");
        let own = dressed(offer(), Some(colour("#085660")));
        let text = String::from_utf8(own.assets[STYLESHEET].bytes.to_vec()).unwrap();
        assert!(text.starts_with("body {}\n:root { --accent: #085660; --own-accent: #085660; --panel: #"), "{text}");
        assert_ne!(own.assets[STYLESHEET].digest, Digest::default());
    }

    proptest! {
        /// Whatever the accent, words on the panel and links in the dark can be read.
        #[test]
        fn all_that_is_made_of_an_accent_can_be_read(channels in any::<[u8; 3]>()) {
            let accent = Colour { channels }.readable_on(&Colour::PAPERS, Colour::READABLE);
            let (ink, small) = (colour("#fbf3e0"), colour("#d5e0dc"));
            for panel in [accent.with(0.36, 0.06), accent.with(0.33, 0.045)] {
                prop_assert!(ink.contrast(panel) >= 7.0 && small.contrast(panel) >= 7.0, "{panel}");
            }
            for line in [accent.with(0.48, 0.065), accent.with(0.46, 0.055)] {
                prop_assert!(ink.contrast(line) >= 4.5, "{line}");
            }
            for ground in [colour("#12191d"), colour("#192227")] {
                prop_assert!(accent.with(0.81, 0.08).contrast(ground) >= 7.0);
            }
        }
    }
}
