//! Themes: those that build on others, what a site chooses about its own, and mistakes in them.

use crate::site_test::{CONFIG, SiteTest, story};
use ripple::engine::Changes;
use std::fs;
use std::path::Path;

fn site(theme: &str, files: &[(&str, &str)]) -> SiteTest {
    let site = SiteTest::new(files);
    site.write("ripple.yaml", format!("{CONFIG}{theme}"));
    site.write("content/stories/a.md", story("A moment", "summary: It was short.\n", "Ten minutes."));
    site
}

/// The stylesheet of this name that a page links to.
#[track_caller]
fn sheet<'a>(built: &'a crate::site_test::Built, page: &str, name: &str) -> &'a str {
    let html = built.text(page);
    let address = html.split(&format!("href=\"/assets/{name}.")).nth(1).and_then(|rest| rest.split('"').next());
    built.text(&format!("assets/{name}.{}", address.unwrap_or_else(|| panic!("no {name} in {html}"))))
}

#[test]
fn files_are_looked_for_from_the_sites_own_theme_down() {
    let site = site(
        "theme: ours\n",
        &[
            ("themes/ours/theme.yaml", "extends: theirs\n"),
            (
                "themes/ours/templates/story.html",
                "{% extends \"theirs/story.html\" %}{% block about %}OURS{{ super() }}{% endblock %}",
            ),
            ("themes/ours/static/both.css", "ours"),
            ("themes/theirs/theme.yaml", "title: Theirs\nextends: plain\n"),
            (
                "themes/theirs/templates/base.html",
                "{% extends \"plain/base.html\" %}{% block skip %}THEIRS{% endblock %}",
            ),
            (
                "themes/theirs/templates/story.html",
                "{% extends \"default/story.html\" %}{% block about %}THEIRS{{ super() }}{% endblock %}",
            ),
            ("themes/theirs/partials/menu.html", "FACTS"),
            ("themes/theirs/static/both.css", "theirs"),
            ("themes/theirs/static/theirs.css", "theirs"),
        ],
    );
    let built = site.build();
    assert_eq!(built.codes(), [""; 0], "{}", built.report());
    let page = "stories/a/index.html";
    built.holds(page, "OURSTHEIRS");
    built.holds(page, "FACTS");
    built.holds(page, "<body class=\"is-story letters-large bare\">");
    built.holds("index.html", ">THEIRS</a>");
    assert!(sheet(&built, page, "plain").contains("var(--theme-mark)"));
    let assets: Vec<&str> = built.paths().into_iter().filter(|path| path.starts_with("assets/")).collect();
    let text = |name: &str| {
        let found = assets.iter().find(|path| path.starts_with(&format!("assets/{name}."))).copied();
        built.text(found.unwrap_or_else(|| panic!("no {name} in {assets:?}")))
    };
    assert_eq!((text("both"), text("theirs")), ("ours", "theirs"));
}

#[test]
fn a_page_of_a_theme_in_between_can_be_built_on_even_if_it_has_none_of_its_own() {
    let own = "{% extends \"plain/tag.html\" %}{% block heading %}OURS{{ super() }}{% endblock %}";
    let site = site(
        "theme: ours\n",
        &[("themes/ours/theme.yaml", "extends: plain\n"), ("themes/ours/templates/tag.html", own)],
    );
    site.write("content/stories/a.md", story("A moment", "tags: [trust]\n", "Ten minutes."));
    let built = site.build();
    assert_eq!(built.codes(), [""; 0], "{}", built.report());
    built.holds("tags/trust/index.html", "OURS");
    built.holds("tags/trust/index.html", "letters-large");
}

#[test]
fn a_sites_folder_lies_over_the_built_in_theme_of_its_name() {
    let site = site(
        "theme: plain\n",
        &[
            ("themes/plain/static/plain.css", "/*! mine */"),
            (
                "themes/plain/theme.yaml",
                "extends: default\nsettings: {letters: {type: text, default: mine}, covers: {type: yes-no}}\n",
            ),
        ],
    );
    let built = site.build();
    assert_eq!(built.codes(), [""; 0], "{}", built.report());
    assert_eq!(sheet(&built, "stories/a/index.html", "plain"), "/*! mine */");
    built.holds("stories/a/index.html", "letters-mine bare\">");
}

#[test]
fn what_a_site_chooses_reaches_templates_and_stylesheets_at_once() {
    let site = site("theme: plain\n", &[]);
    let mut engine = site.engine();
    let before = crate::site_test::built(&mut engine, &Changes::All);
    before.holds("index.html", "letters-large bare\">");
    assert!(sheet(&before, "index.html", "style").ends_with(":root { --theme-mark: #0000b8; --theme-width: 60; }\n"));
    let chosen = "theme: plain\ntheme_settings:\n  letters: larger\n  covers: true\n  mark: \"#b00020\"\n  width: 45\n";
    site.write("ripple.yaml", format!("{CONFIG}{chosen}"));
    let after = crate::site_test::built(&mut engine, &Changes::All);
    assert_eq!(after.codes(), [""; 0], "{}", after.report());
    after.holds("index.html", "letters-larger\">");
    assert!(sheet(&after, "index.html", "style").ends_with(":root { --theme-mark: #b00020; --theme-width: 45; }\n"));
    assert_eq!(after.files, site.build().files, "in steps as from nothing");
}

#[test]
fn a_build_notices_a_change_in_every_theme_below() {
    let site = site(
        "theme: ours\n",
        &[("themes/ours/theme.yaml", "extends: theirs\n"), ("themes/theirs/static/x.css", "one")],
    );
    assert_eq!(site.run(&["build"]).code, 0);
    site.write("themes/theirs/static/x.css", "two");
    let run = site.run(&["build"]);
    let names = fs::read_dir(site.path("public/assets")).unwrap().map(|file| file.unwrap().path());
    let sheets: Vec<String> = names
        .filter(|path| path.file_name().unwrap().to_string_lossy().starts_with("x."))
        .map(|path| fs::read_to_string(path).unwrap())
        .collect();
    assert_eq!(sheets, ["two"], "{}", run.stderr);
}

#[test]
fn a_theme_that_is_not_there_is_missed_where_it_is_named() {
    let site = site("theme: ours\n", &[("themes/ours/theme.yaml", "title: Ours\nextends: plian\n")]);
    let built = site.build();
    assert_eq!(built.codes(), ["unknown-theme"]);
    let report = built.report();
    assert!(
        report.starts_with("themes/ours/theme.yaml:2:10: error[unknown-theme]: there is no theme called `plian`"),
        "{report}"
    );
    assert!(report.contains("did you mean `plain`?"), "{report}");
}

#[test]
fn no_circle_of_themes_goes_on_for_ever() {
    for (ours, theirs, default) in [
        ("ours", "default", "x"),
        ("theirs", "ours", "x"),
        ("theirs", "theirs", "x"),
        ("default", "x", "plain"),
        ("default", "x", "default"),
    ] {
        let site = site("theme: ours\n", &[("themes/ours/theme.yaml", &format!("extends: {ours}\n"))]);
        site.write("themes/theirs/theme.yaml", format!("extends: {theirs}\n"));
        if default != "x" {
            site.write("themes/default/theme.yaml", format!("extends: {default}\n"));
        }
        let built = site.build();
        assert_eq!(built.codes(), ["theme-loop"], "{ours} {theirs} {default}: {}", built.report());
    }
}

#[test]
fn mistakes_in_templates_say_what_there_is() {
    let page = |text: &str| {
        let site = site("theme: ours\n", &[("themes/ours/templates/story.html", text)]);
        let report = site.build().report();
        report.replace("\r\n", "\n")
    };
    for (text, place, message, help) in [
        (
            "{% extends \"default/story.html\" %}\n{% block abuot %}{% endblock %}",
            "2:10",
            "nothing that this file builds on has a block `abuot`",
            "did you mean `about`? The blocks here are: about, claims, cover, footer,",
        ),
        (
            "{% extends \"base.html\" %}{% block main %}\n {{ <Crad card={page.card} /> }}{% endblock %}",
            "2:5",
            "there is no component `Crad`",
            "did you mean `Card`? The components here are: After, Again, Answer,",
        ),
        (
            "\n{% extends \"bsae.html\" %}",
            "2:13",
            "this file builds on `bsae.html`, which the theme does not have",
            "did you mean",
        ),
        (
            "{% include \"partials/crad.html\" %}",
            "1:12",
            "the theme has no file `partials/crad.html`",
            "did you mean `partials/card.html`? The files here are: 404.html,",
        ),
        (
            "<h1>{{ page.card.titel }}</h1>",
            "1:18",
            "there is no value `titel` here",
            "did you mean `title`? The values here are:",
        ),
        ("<h1>{{ pgae }}</h1>", "1:8", "there is no value `pgae` here", "did you mean `page`?"),
        ("<h1>{{ theme.settings.mark }}</h1>", "1:23", "there is no value `mark` here", "take it out"),
    ] {
        let report = page(text);
        let line = format!("themes/ours/templates/story.html:{place}: error[template-error]: {message}");
        assert!(report.contains(&line), "{line}\n{report}");
        assert!(report.contains(&format!("= help: {help}")), "{help}\n{report}");
    }
    let twice = site(
        "theme: ours\n",
        &[
            ("themes/ours/partials/a.html", "{% component X() %}{% endcomponent %}"),
            ("themes/ours/partials/b.html", "{% component X() %}{% endcomponent %}"),
        ],
    );
    let report = twice.build().report();
    let wanted = "themes/ours/partials/b.html: error[template-error]: the component `X` is in this file and in themes/ours/partials/a.html";
    assert!(report.contains(wanted), "{report}");
}

#[test]
fn d8_a_template_that_asks_for_private_fields_is_refused_when_it_is_read() {
    let private = "consent: {status: granted, record: c-0142}\nprivate: {diary: osprey}\n";
    for (file, text, place, key) in [
        // No page is made with either: nobody is listed, and no prompt is there.
        ("templates/prompt.html", "{{ page.consent.status }}", "1:9", "consent"),
        (
            "partials/mine.html",
            "{% component Mine(card) %}\n{{ card.private.diary }}{% endcomponent %}",
            "2:9",
            "private",
        ),
        ("templates/story.html", "{% if page[\"record\"] %}x{% endif %}", "1:13", "record"),
    ] {
        let site = site("theme: ours\n", &[(&format!("themes/ours/{file}"), text)]);
        site.write("content/stories/a.md", story("A moment", private, "Ten minutes."));
        let report = site.build().report();
        let line =
            format!("themes/ours/{file}:{place}: error[template-error]: `{key}` is private, and no page can show it");
        assert!(report.contains(&line), "{line}\n{report}");
        assert_eq!(site.run(&["build"]).code, 2, "{file}");
        assert!(!site.path("public").exists());
    }
    // Nor does a page that shows all it has show them.
    let site = site("theme: ours\n", &[("themes/ours/templates/story.html", "{{ page }} {{ site }} {{ theme }}")]);
    site.write("content/stories/a.md", story("A moment", private, "Ten minutes."));
    let built = site.build();
    assert!(built.text("stories/a/index.html").contains("Ten minutes."), "{}", built.report());
    for words in ["osprey", "c-0142", "granted", "diary", "consent", "content/stories"] {
        assert_eq!(built.mentions(words), [""; 0], "{words}");
    }
}

#[test]
fn a_small_theme_is_enough_for_the_whole_example_site() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/plain");
    let files =
        walkdir::WalkDir::new(folder).into_iter().filter_map(Result::ok).filter(|file| file.file_type().is_file());
    let lines: usize = files.map(|file| fs::read_to_string(file.path()).unwrap().lines().count()).sum();
    assert!((20..150).contains(&lines), "{lines} lines");

    let site = SiteTest::copy_of_example();
    let default = site.build();
    let config = fs::read_to_string(site.path("ripple.yaml")).unwrap();
    assert!(config.contains("\ntheme: default\n"));
    site.write("ripple.yaml", config.replace("\ntheme: default\n", "\ntheme: plain\n"));
    let plain = site.build();
    assert_eq!(plain.every_code(), default.every_code(), "{}", plain.report());
    let pages = |built: &crate::site_test::Built| -> Vec<String> {
        built
            .paths()
            .into_iter()
            .filter(|path| path.rsplit_once('.').is_some_and(|(_, end)| end == "html"))
            .map(str::to_owned)
            .collect()
    };
    assert_eq!(pages(&plain), pages(&default));
    for path in pages(&plain).iter().filter(|path| !plain.text(path).contains("http-equiv=\"refresh\"")) {
        let html = plain.text(path);
        let last = html.matches("rel=\"stylesheet\"").count();
        let sheets: Vec<&str> =
            html.split("rel=\"stylesheet\" href=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        assert_eq!(sheets.len(), last);
        assert!(sheets.last().is_some_and(|sheet| sheet.contains("assets/plain.")), "{path}: {sheets:?}");
        assert!(html.contains(" letters-large bare\">"), "{path}");
    }
    assert!(!plain.text("stories/index.html").contains("rings on a cover"), "there are none to be seen");
    default.holds("stories/index.html", "rings on a cover");
}
