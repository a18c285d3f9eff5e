//! Entries to a site: what may be published, what every name means, and how stories are joined.
//!
//! In come all entries as they were parsed, in any order; out comes a [`Site`] with what may be shown, and what
//! was held back beside it. Pure: the clocks come in with [`LinkOptions`]. Nothing here reads a text or a file,
//! and nothing recurses over what writers can make long.

mod asked;
mod copies;
mod graph;
mod menu;
mod name_words;
mod names;
mod order;
mod people;
#[cfg(test)]
mod people_tests;
mod personal;
mod person_pages;
mod publish;
mod reach;
#[cfg(test)]
mod reach_tests;
mod resolve;
mod retired;
mod ripples;
mod sources;
mod spoken;
mod tags;
#[cfg(test)]
mod testing;
mod unsaid;
mod unseen;
mod why;

pub use retired::{mark_retired, retired};

use crate::diag::{Diagnostic, SourcePath};
use crate::model::{Config, Entry, EntryId, Personal, Site, SourceNames, Withheld};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// Whom the site is linked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Audience {
    /// Whoever visits the published site: nothing is let through that may not be published.
    #[default]
    Visitor,
    /// Whoever writes it, on their own machine: everything is let through, and what holds an entry back is told.
    Writer,
}

/// When "now" is, and what is let through on request. Nothing lets an entry through to visitors that lacks consent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LinkOptions {
    /// Whom for.
    pub audience: Audience,
    /// For `publish` and dates in the future, in seconds since 1970.
    pub publish_now: i64,
    /// For `expires` and consent, in seconds since 1970.
    pub expiry_now: i64,
    /// Whether drafts are let through.
    pub drafts: bool,
    /// Whether entries that are held until a later date are let through.
    pub future: bool,
    /// Whether entries whose `expires` is over are let through.
    pub expired: bool,
}

/// The result of linking.
#[derive(Clone, Debug, Default)]
pub struct Linked {
    /// What is published; for the writer, everything.
    pub site: Site,
    /// What visitors do not see, in path order.
    pub withheld: Vec<Withheld>,
    /// The first later instant (in seconds since 1970) at which something changes by itself, and what.
    pub next_change: Option<(i64, String)>,
    /// The first later day on which somebody is to be asked again (in seconds since 1970), and for which entry.
    pub next_review: Option<(i64, String)>,
    /// Problems, sorted.
    pub diagnostics: Vec<Diagnostic>,
}

/// Links entries, in whatever order they come.
#[must_use]
pub fn site(entries: &[Arc<Entry>], config: &Config, options: &LinkOptions) -> Linked {
    site_with_files(entries, &[], &[], config, options)
}

/// [`site`], with personal data in the names of files that are published as they are, and the names in files that are no
/// entries.
#[must_use]
pub fn site_with_files(
    entries: &[Arc<Entry>],
    file_names: &[Personal],
    sources: &[SourceNames],
    config: &Config,
    options: &LinkOptions,
) -> Linked {
    let mut diagnostics = Vec::new();
    let mut all: Vec<&Arc<Entry>> = entries.iter().collect();
    all.sort_by(|a, b| a.path.cmp(&b.path));
    let persons = people::Persons::new(&all);
    let mut gated = publish::gate(all, &persons, config, options, &mut diagnostics);
    let mut site = Site {
        entries: gated.published.iter().map(|place| Arc::clone(gated.all[*place as usize])).collect(),
        access: std::mem::take(&mut gated.access),
        ..Site::default()
    };
    site.held_files = unseen::held_files(&gated, &site.access);
    unseen::leave_out(&mut site.entries, &site.access);
    if options.audience == Audience::Writer {
        site.states = states(&site.entries, &gated.withheld);
    }
    let dates = site.entries.iter().map(|entry| entry.gate.date.as_ref().map(|date| date.value));
    site.instants = dates.map(|date| date.map(|date| date.instant(&config.timezone))).collect();
    // A writer waits for this at every save: half of it is done beside the other half.
    let (tags, (tables, copies)) = rayon::join(
        || {
            site.wall = order::wall(&site.entries, &site.access, &site.instants);
            tags::tags(&site.entries, &site.access, &site.wall, &gated, &mut diagnostics)
        },
        || {
            let copies = if options.audience == Audience::Visitor { copies::found(&gated) } else { Vec::new() };
            (names::Tables::new(&gated), copies)
        },
    );
    diagnostics.extend(copies);
    let names = names::Names::new(tables, &tags);
    names.report_duplicates(&mut diagnostics);

    site.menu_left_out = menu::left_out(config, &names, &mut diagnostics);
    let pages = person_pages::pages(&site.entries, config, &mut diagnostics);
    let told = diagnostics.len();
    site.links = resolve::links(&site.entries, &names, &pages, &mut diagnostics);
    if unsaid::leave_out(&mut site.entries, &site.links) {
        diagnostics.truncate(told); // parts of pages have other names now
        site.links = resolve::links(&site.entries, &names, &pages, &mut diagnostics);
    }
    let entries = site.entries.clone(); // the numbers are counted while the site is filled
    let (nodes, kinds) = (ripples::nodes(&entries, &site.access), &config.ripple_kinds);
    let ripples = ripples::ripples(&entries, &nodes, &site.links, kinds, &names, &mut diagnostics);
    let mut counted = reach::Counted::default();
    // The numbers are counted beside what does not need them.
    rayon::in_place_scope(|scope| {
        scope.spawn(|_| counted = reach::count(&nodes, &ripples::counting(&ripples.edges, &nodes, kinds)));
        site.people = people::people(&site.entries, &persons, &names, &pages, config, &mut diagnostics);
        order::references(&mut site, &names, &mut diagnostics);
    });
    site.person_pages = pages.with_stories(&site.wall, &site.people);
    let rules = personal::Rules { persons: &persons, names: &names, config };
    personal::report(&site.entries, &rules, &mut diagnostics);
    personal::file_names(file_names, &rules, &mut diagnostics);
    sources::report(sources, &site.entries, &rules, &mut diagnostics);
    ripples::report_loops(&entries, &ripples, &counted.loops, &mut diagnostics);
    (site.edges, site.edges_out, site.edges_in) = (ripples.edges, ripples.out, ripples.into);
    (site.numbers, site.families, site.totals) = (counted.numbers, counted.families, counted.totals);
    (site.tags, site.tags_of) = (tags.list, tags.of);
    crate::diag::sort(&mut diagnostics);
    let (next_change, next_review) = (gated.next_change, gated.next_review);
    Linked { site, withheld: gated.withheld, next_change, next_review, diagnostics }
}

/// For each entry whom it names, by id or in words: places in the same list.
#[must_use]
pub fn named_persons(entries: &[Arc<Entry>]) -> Vec<Vec<usize>> {
    let all: Vec<&Arc<Entry>> = entries.iter().collect();
    let persons = people::Persons::new(&all);
    let places: HashMap<&SourcePath, usize> = entries.iter().map(|entry| &entry.path).zip(0..).collect();
    let of = |entry: &Arc<Entry>| {
        let meant = persons.meant_in(entry).into_iter();
        meant.filter_map(|(_, person)| places.get(&person.path).copied()).collect()
    };
    entries.iter().map(of).collect()
}

/// What is held back, by id, with the words that say so. Both lists are in path order.
fn states(entries: &[Arc<Entry>], withheld: &[Withheld]) -> BTreeMap<EntryId, String> {
    let place = |held: &Withheld| entries.binary_search_by(|entry| entry.path.cmp(&held.path)).ok();
    let id = |held: &Withheld| place(held).and_then(|place| u32::try_from(place).ok()).map(EntryId);
    withheld.iter().filter_map(|held| Some((id(held)?, held.state.clone()))).collect()
}
