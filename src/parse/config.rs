//! `ripple.yaml` to the configuration.

use super::fields::Fields;
use super::front_matter;
use super::personal;
use super::yaml::{self, Node};
use crate::diag::{Diagnostic, Located, Severity, Span, codes};
use crate::model::{Colour, Config, MenuItem, PersonalKind, Profile, RawHtml, RippleKind, SourceFile, Support, text};
use jiff::tz::TimeZone;

/// Kinds of ripples of one site.
const MAX_RIPPLE_KINDS: usize = 200;

const KEYS: [&str; 28] = [
    "title",
    "tagline",
    "description",
    "safeguarding",
    "base_url",
    "feed_authority",
    "language",
    "timezone",
    "theme",
    "theme_settings",
    "paginate",
    "feed_limit",
    "menu",
    "story_settings",
    "ripple_kinds",
    "thread_depth",
    "accent",
    "logo",
    "favicon",
    "footer",
    "contact",
    "invite",
    "support",
    "journal",
    "search",
    "relative",
    "markdown",
    "editor",
];

/// Whether the configuration has a key of this name.
pub(super) fn is_key(name: &str) -> bool {
    KEYS.contains(&name)
}

/// Reads the configuration. `base_url` replaces the one in the file; it is `--base-url`.
#[must_use]
pub fn config(file: &SourceFile, base_url: Option<&str>) -> (Config, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let mut config = Config::fallback(&file.path);
    let start = if file.text.starts_with('\u{feff}') { 3 } else { 0 };
    let value = yaml::read(&file.path, &file.text, start, file.text.len(), &mut diagnostics);
    if let Some(value) = value {
        let any = matches!(value.node, Node::Map(_));
        let mut fields = Fields::new(value, &mut diagnostics);
        // Words that are no settings at all lack everything: saying so once is enough.
        if any {
            identity(&mut config, &mut fields, file);
            addresses(&mut config, &mut fields, base_url, file);
        }
        places(&mut config, &mut fields);
        extras(&mut config, &mut fields);
        config.given_out = given_out(&config);
        // Only the theme knows what may be chosen: see `theme_settings`.
        fields.take_with_key("theme_settings");
        for (key, _) in fields.rest() {
            diagnostics.push(codes::config::unknown_key(&key.span, &key.name, KEYS));
        }
    }
    // What is wrong in the configuration is the configuration's fault, whatever function found it.
    for problem in &mut diagnostics {
        if problem.severity != Severity::Note {
            problem.concern = crate::diag::Concern::Configuration;
        }
    }
    (config, diagnostics)
}

/// Addresses and numbers that the site itself tells everybody.
fn given_out(config: &Config) -> Vec<(PersonalKind, String)> {
    let support = config.support.as_ref();
    let texts = [&config.tagline, &config.description, &config.footer, &config.contact].into_iter().flatten();
    let invite = config.invite.as_ref().map(|invite| &invite.value);
    let help = support.into_iter().flat_map(|support| {
        [Some(&support.title), Some(&support.text), support.phone.as_ref(), support.url.as_ref()].into_iter().flatten()
    });
    let mut given: Vec<_> = texts.chain(invite).chain(help).flat_map(|words| personal::given_out(words)).collect();
    // Short ones, too: `0800 1111`.
    let phone = support.and_then(|support| support.phone.as_ref());
    given.extend(phone.map(|phone| (PersonalKind::Phone, PersonalKind::Phone.compared(phone))));
    given
}

/// Where a key that is not there belongs: the line that has it as a comment, such as `# contact: …`, or the file.
fn place_of(key: &str, file: &SourceFile) -> Span {
    let mut start = 0;
    for line in file.text.split_inclusive('\n') {
        let said = line.trim_start().trim_start_matches(['#', ' ', '\t']);
        if line.trim_start().starts_with('#') && said.strip_prefix(key).is_some_and(|rest| rest.starts_with(':')) {
            let at = start + line.len() - said.len();
            return Span::new(&file.path, at, at + said.trim_end().len());
        }
        start += line.len();
    }
    Span::file(&file.path)
}

fn identity(config: &mut Config, fields: &mut Fields<'_>, file: &SourceFile) {
    match fields.words("title") {
        Some(title) => config.title = title,
        None => fields.report(codes::config::missing_title(&place_of("title", file))),
    }
    config.tagline = fields.words("tagline");
    config.description = fields.words("description");
    let given = fields.peek("safeguarding").is_some();
    let profiles = [("school", Profile::School), ("organisation", Profile::Organisation), ("open", Profile::Open)];
    match fields.choice("safeguarding", &profiles) {
        Some(profile) => config.profile = profile.value,
        None if !given => fields.report(codes::config::missing_safeguarding(&place_of("safeguarding", file))),
        None => {}
    }
    accent(config, fields);
    config.logo = fields.text("logo");
    config.favicon = fields.text("favicon");
    config.footer = fields.words("footer");
    config.contact = fields.words("contact");
    if config.contact.is_none() {
        fields.report(codes::config::no_contact(&place_of("contact", file), config.profile == Profile::School));
    }
}

/// The colour of links and marks. One that cannot be read on the page is made darker, and the writer is told.
fn accent(config: &mut Config, fields: &mut Fields<'_>) {
    let Some(written) = fields.text("accent") else { return };
    let Some(colour) = Colour::parse(&written.value) else {
        fields.report(codes::config::bad_accent(&written.span, &written.value));
        return;
    };
    let readable = colour.readable_on(&Colour::PAPERS, Colour::READABLE);
    if readable != colour {
        let contrast = Colour::PAPERS.iter().map(|paper| colour.contrast(*paper)).fold(f64::INFINITY, f64::min);
        fields.report(codes::config::faint_accent(&written.span, &written.value, contrast, &readable.to_string()));
    }
    config.accent = Some(readable);
}

fn addresses(config: &mut Config, fields: &mut Fields<'_>, base_url: Option<&str>, file: &SourceFile) {
    if let Some(relative) = fields.boolean("relative") {
        config.relative = relative.value;
    }
    let given = fields.text("base_url");
    let given = base_url.map(|url| Located::new(url.to_owned(), Span::file(&file.path))).or(given);
    let authority = fields.text("feed_authority");
    match given {
        // A folder that is opened from disk has no address and needs none.
        None if config.relative => {}
        None => fields.report(codes::config::no_base_url(&place_of("base_url", file))),
        Some(url) => match check_url(&url.value) {
            Ok((base, path)) => {
                if authority.is_none() {
                    config.feed_authority = format!("{},2020", host(&base));
                    fields.report(codes::config::no_feed_authority(
                        &place_of("feed_authority", file),
                        &config.feed_authority,
                    ));
                }
                config.base_path = path;
                config.base_url = Some(base);
            }
            Err(why) => fields.report(codes::config::bad_base_url(&url.span, &url.value, why)),
        },
    }
    if let Some(authority) = authority {
        if is_authority(&authority.value) {
            config.feed_authority = authority.value;
        } else {
            fields.report(codes::config::bad_feed_authority(&authority.span, &authority.value));
        }
    }
}

/// The address without a trailing slash, and its path with slashes at both ends.
fn check_url(url: &str) -> Result<(String, String), &'static str> {
    let rest = ["https://", "http://"]
        .iter()
        .find_map(|scheme| url.strip_prefix(scheme))
        .ok_or("it does not begin with https://")?;
    if rest.contains(['?', '#']) {
        return Err("it has a `?` or `#` in it");
    }
    if rest.contains(|letter: char| letter.is_whitespace() || letter.is_control() || "<>\"'\\^`{|}@".contains(letter)) {
        return Err("it holds a character that cannot stand in an address");
    }
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let (name, port) = host.rsplit_once(':').unwrap_or((host, "80"));
    if name.is_empty() || name.starts_with('.') || port.parse::<u16>().is_err() {
        return Err("it does not name a server");
    }
    if path.split('/').any(|part| part == ".." || part == ".") {
        return Err("it goes up and down through folders");
    }
    let segments: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    let base_path = if segments.is_empty() { "/".to_owned() } else { format!("/{}/", segments.join("/")) };
    let scheme = &url[..url.len() - rest.len()];
    Ok((format!("{scheme}{host}{}", base_path.trim_end_matches('/')), base_path))
}

fn host(base: &str) -> &str {
    let rest = base.split_once("://").map_or(base, |(_, rest)| rest);
    rest.split(['/', ':']).next().unwrap_or(rest)
}

/// A domain, a comma, and a year, month or day (RFC 4151, section 2.1).
fn is_authority(text: &str) -> bool {
    let Some((name, date)) = text.split_once(',') else { return false };
    let name_ok =
        name.contains('.') && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-@_".contains(&byte));
    name_ok && crate::model::Date::parse(date).is_ok_and(|date| date.timestamp.is_none())
}

fn places(config: &mut Config, fields: &mut Fields<'_>) {
    if let Some(language) = front_matter::language(fields, "language") {
        config.language = language;
    }
    if let Some(zone) = fields.text("timezone") {
        match TimeZone::get(&zone.value) {
            Ok(found) => config.timezone = found,
            Err(_) => fields.report(codes::config::bad_timezone(&zone.span, &zone.value)),
        }
    }
    if let Some(theme) = fields.text("theme") {
        config.theme = theme;
    }
    let number =
        |value: Option<i64>, fallback: usize| value.and_then(|number| usize::try_from(number).ok()).unwrap_or(fallback);
    config.paginate = number(fields.number("paginate", 1, 1_000), config.paginate);
    config.feed_limit = number(fields.number("feed_limit", 1, 1_000), config.feed_limit);
    config.thread_depth = number(fields.number("thread_depth", 1, 100), config.thread_depth);
    for setting in fields.texts("story_settings") {
        let known = config.story_settings.iter().any(|known| text::slug(known) == text::slug(&setting.value));
        if !known {
            config.story_settings.push(setting.value);
        }
    }
    if let Some(mut group) = fields.group("ripple_kinds") {
        while let Some((key, value)) = group.take_first() {
            let kind = ripple_kind(config, &key.name, &key.span, Fields::new(value, group.diagnostics()));
            config.ripple_kinds.0.extend(kind);
        }
    }
    config.menu = menu(fields);
}

fn ripple_kind(config: &Config, name: &str, span: &Span, mut group: Fields<'_>) -> Option<RippleKind> {
    let name = name.to_lowercase().replace('_', "-");
    let symmetric = group.boolean("symmetric").is_some_and(|symmetric| symmetric.value);
    let given = group.text("inverse").filter(|_| !symmetric);
    let inverse = given.as_ref().map(|inverse| inverse.value.to_lowercase().replace('_', "-"));
    let label = group.words("label");
    let inverse_label = group.words("inverse_label");
    let reads = group.words("reads");
    let counts = group.boolean("counts").is_some_and(|counts| counts.value);
    let missing = match (&label, &inverse, &inverse_label) {
        (None, ..) => Some("label"),
        (_, None, _) if !symmetric => Some("inverse"),
        (_, _, None) if !symmetric => Some("inverse_label"),
        _ => None,
    };
    let taken = |name: &str| config.ripple_kinds.find(name).is_some();
    let inverse_taken = inverse.as_deref().is_some_and(|inverse| taken(inverse) || inverse == name);
    let slip = match (missing, &given) {
        (Some(part), _) => Some(codes::config::ripple_kind_incomplete(span, &name, part)),
        _ if taken(&name) => Some(codes::config::ripple_kind_taken(span, &name)),
        (_, Some(inverse)) if inverse_taken => Some(codes::config::ripple_kind_taken(&inverse.span, &inverse.value)),
        _ if config.ripple_kinds.0.len() >= MAX_RIPPLE_KINDS => {
            Some(codes::config::too_many_ripple_kinds(span, MAX_RIPPLE_KINDS))
        }
        _ => None,
    };
    let fine = slip.is_none();
    group.diagnostics().extend(slip);
    group.finish("a ripple kind", &["inverse", "label", "inverse_label", "reads", "counts", "symmetric"]);
    let label = label.filter(|_| fine)?;
    let inverse = if symmetric { name.clone() } else { inverse? };
    let inverse_label = inverse_label.unwrap_or_else(|| label.clone());
    let reads = reads.unwrap_or_else(|| label.to_lowercase());
    Some(RippleKind { name, inverse, label, inverse_label, reads, counts, symmetric })
}

fn menu(fields: &mut Fields<'_>) -> Option<Vec<MenuItem>> {
    fields.peek("menu")?;
    let mut menu = Vec::new();
    for item in fields.items("menu") {
        if !matches!(item.node, Node::Map(_)) {
            menu.extend(fields.as_text("menu", item).map(MenuItem::Id));
            continue;
        }
        let span = item.span.clone();
        let mut group = Fields::new(item, fields.diagnostics());
        match (group.words("label"), group.text("url")) {
            (Some(label), Some(url)) => menu.push(MenuItem::Link { label, url }),
            _ => group.report(codes::config::bad_menu_item(&span)),
        }
        group.finish("a menu item", &["label", "url"]);
    }
    Some(menu)
}

fn extras(config: &mut Config, fields: &mut Fields<'_>) {
    config.invite = fields.text("invite");
    if let Some(mut group) = fields.group("support") {
        config.support = Some(Support {
            title: group.words("title").unwrap_or_else(|| "If you need someone to talk to".to_owned()),
            text: group.words("text").unwrap_or_default(),
            phone: group.words("phone"),
            url: support_url(&mut group),
        });
        group.finish("`support`", &["title", "text", "phone", "url"]);
    }
    for (name, place) in [("journal", &mut config.journal), ("search", &mut config.search)] {
        if let Some(value) = fields.boolean(name) {
            *place = value.value;
        }
    }
    if let Some(mut group) = fields.group("markdown") {
        let known = [("text", RawHtml::Text), ("sanitized", RawHtml::Sanitized)];
        if let Some(raw_html) = group.choice("raw_html", &known) {
            config.raw_html = raw_html.value;
        }
        if let Some(smart) = group.boolean("smart_punctuation") {
            config.smart_punctuation = smart.value;
        }
        group.finish("`markdown`", &["raw_html", "smart_punctuation"]);
    }
    config.editor = fields.words("editor");
}

/// The page of the help box: only what a reader may be sent to.
fn support_url(group: &mut Fields<'_>) -> Option<String> {
    let url = group.text("url")?;
    let folded = url.value.to_ascii_lowercase();
    let known = ["https://", "http://", "mailto:", "tel:"].iter().any(|scheme| folded.starts_with(scheme));
    if known && !url.value.contains(char::is_whitespace) {
        return Some(url.value);
    }
    group.report(codes::config::bad_support_url(&url.span, &url.value));
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Digest, SourcePath};

    fn read(yaml: &str) -> (Config, Vec<&'static str>) {
        let file = SourceFile { path: SourcePath::new("ripple.yaml"), text: yaml.into(), digest: Digest::default() };
        let (config, problems) = config(&file, None);
        (config, problems.iter().map(|problem| problem.code).collect())
    }

    const SMALL: &str = "title: T\nsafeguarding: open\ncontact: x\n";

    #[test]
    fn d7_base_urls_are_normalised_or_refused() {
        let base = |url: &str| read(&format!("{SMALL}feed_authority: a.b,2026\nbase_url: \"{url}\"\n"));
        for (url, want, path) in [
            ("https://example.org", "https://example.org", "/"),
            ("https://example.org/", "https://example.org", "/"),
            ("http://example.org:8080/a//b/", "http://example.org:8080/a/b", "/a/b/"),
        ] {
            let (config, problems) = base(url);
            assert_eq!((config.base_url.as_deref(), config.base_path.as_str()), (Some(want), path));
            assert!(problems.is_empty(), "{problems:?}");
        }
        for url in [
            "example.org",
            "ftp://x.org",
            "https://",
            "https://a b.org",
            "https://x.org/?q",
            "https://x.org:port/",
            "https://x.org/../y",
        ] {
            assert_eq!(base(url).1, ["bad-base-url"], "{url}");
        }
    }

    #[test]
    fn what_is_required_is_asked_for() {
        assert_eq!(read("tagline: x\n").1, ["missing-site-title", "missing-safeguarding", "no-contact", "no-base-url"]);
        assert_eq!(
            read(&format!("{SMALL}base_url: https://x.org\ntitel: y\n")).1,
            ["no-feed-authority", "unknown-key"]
        );
    }

    #[test]
    fn what_is_missing_is_missed_where_it_stands_as_a_comment() {
        let yaml = "# nothing\ntitle: T\nsafeguarding: open\n#contact_us: x\n# base_url: https://é.org \n";
        let file = SourceFile { path: SourcePath::new("ripple.yaml"), text: yaml.into(), digest: Digest::default() };
        let places: Vec<_> =
            config(&file, None).1.into_iter().map(|problem| (problem.code, problem.span.range())).collect();
        let at = u32::try_from(yaml.find("base_url").unwrap()).unwrap();
        assert_eq!(places, [("no-contact", None), ("no-base-url", Some((at, at + 24)))]);
        assert_eq!(read(&format!("{SMALL}relative: true\n")).1, [""; 0]);
    }

    #[test]
    fn own_ripple_kinds_join_the_table() {
        let (config, problems) = read(&format!(
            "{SMALL}base_url: https://x.org\nfeed_authority: x.org,2026\nripple_kinds:\n  taught: {{inverse: taught-by, label: Taught, inverse_label: Taught by, counts: true}}\n  inspired: {{label: X, symmetric: true}}\n"
        ));
        assert_eq!(problems, ["ripple-kind-taken"]);
        assert_eq!(config.ripple_kinds.find("taught_by"), Some((7, true)));
        assert_eq!(config.ripple_kinds.get(7).reads, "taught");
    }
}
