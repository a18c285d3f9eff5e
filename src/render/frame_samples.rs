//! Hand-made views of what surrounds every page: the site's own words, and the head.

use super::samples::{Words, link, theme};
use crate::model::{AssetBytes, ContactView, Head, ImageView, LinkView, MenuView, Shared, SiteView, SizeView};

/// The frame of every page.
pub(super) fn site(w: Words<'_>) -> Shared<SiteView> {
    let theme = theme();
    let asset = |(name, bytes): (&String, &AssetBytes)| {
        let (stem, end) = name.rsplit_once('.').unwrap_or((name, ""));
        (name.clone(), format!("assets/{stem}.{}.{end}", bytes.digest.short()))
    };
    let menu = |label: &str, href: &str, external| MenuView { label: w(label), href: w(href), external };
    Shared::new(SiteView {
        title: w("Ten Minutes"),
        tagline: Some(w("True stories of small moments that changed someone’s direction, from Linden Road School.")),
        description: Some(w("Small moments")),
        language: "en".to_owned(),
        dir: "ltr",
        url: Some(w("https://example.org/")),
        menu: vec![
            menu("Stories", "stories/", false),
            menu("Questions", "prompts/", false),
            menu("About", "about/", false),
            menu("School", "https://example.org/school", true),
        ],
        foot: vec![link("How we keep people safe", w)],
        footer: Some(w(
            "True stories, told with the consent of the people in them. Names are shortened where they asked us to.",
        )),
        contact: Some(ContactView { text: w("hello@example.org"), href: Some(w("mailto:hello@example.org")) }),
        invite: Some(menu("Tell us about a moment", "share/", false)),
        home: String::new(),
        stories: "stories/".to_owned(),
        prompts: Some("prompts/".to_owned()),
        tags: Some("tags/".to_owned()),
        archive: Some("archive/".to_owned()),
        search: Some("search/".to_owned()),
        subscribe: Some("subscribe/".to_owned()),
        accessibility: Some("accessibility/".to_owned()),
        ripples: Some("ripples/".to_owned()),
        favicon: None,
        logo: None,
        manifest: Some("site.webmanifest".to_owned()),
        journal: true,
        assets: theme.assets().iter().map(asset).collect(),
    })
}

/// A picture of a hall.
pub(super) fn picture(w: Words<'_>) -> ImageView {
    let size = |width: u32| SizeView { href: w(&format!("media/x/hall-{width}.0123456789.jpg")), width };
    ImageView {
        alt: w("A hall with chairs"),
        credit: Some(w("Sami")),
        format: "wide",
        src: w("media/x/hall-800.0123456789.jpg"),
        width: 800,
        height: 600,
        sizes: vec![size(400), size(800)],
        lazy: true,
    }
}

pub(super) fn head(title: &str, w: Words<'_>) -> Head {
    Head {
        title: w(title),
        description: Some(w("A few words after a workshop.")),
        canonical: Some(w("https://example.org/stories/x/")),
        noindex: false,
        lang: "en".to_owned(),
        dir: "ltr",
        feeds: vec![LinkView { label: w("Ten Minutes"), href: w("feed.xml") }],
        image: Some((w("https://example.org/media/x/hall-1200.0123456789.jpg"), w("A hall with chairs"))),
        og_type: "article",
        alternates: vec![("de".to_owned(), w("https://example.org/de/x/"))],
        json_ld: Some("{\"@type\":\"Article\",\"name\":\"</script><script>alert(1)</script>\"}".to_owned()),
        section: Some(w("stories/")),
    }
}
