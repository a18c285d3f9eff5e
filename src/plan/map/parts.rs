//! How the families are divided over the pages of the map: small ones several to a page, and one that is larger than
//! a page in parts, so that every story has its place.

use super::kin::{self, Bounds};
use super::{DRAWN, LEVELS, drawing_bytes, row_bytes};
use crate::model::{Config, EntryId, Family, Site};
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::ops::Range;

/// What is listed of one family in one place.
const LIST: Bounds = Bounds { stories: 80, bytes: 56_000, generations: u32::MAX };

/// Bytes of families on one page, as far as can be told before it is made. The rest of a page takes less than 25,000.
const PAGE: usize = 120_000;

/// A family, or a part of one.
#[derive(Debug)]
pub(super) struct Part {
    /// Its place among the families.
    pub(super) family: usize,
    /// Which part of it this is, from zero.
    pub(super) number: usize,
    /// Its stories, in the order of the family; `None` for all of them.
    pub(super) stories: Option<Vec<EntryId>>,
    /// Stories in the parts after this one.
    pub(super) rest: usize,
}

/// What is on which page of the map.
#[derive(Debug, Default)]
pub(in crate::plan) struct Map {
    pub(super) parts: Vec<Part>,
    /// The parts on each page.
    pub(super) pages: Vec<Range<usize>>,
    /// The page of each part, from one.
    pub(super) page_of: Vec<usize>,
    /// The part of each story, by its id; no number for those in no family.
    part_of: Vec<Option<u32>>,
}

impl Map {
    /// Divides the families, by what each will weigh.
    pub(in crate::plan) fn new(site: &Site, config: &Config) -> Self {
        let mut map = Self { part_of: vec![None; site.entries.len()], ..Self::default() };
        let (mut start, mut bytes) = (0, 0);
        // A writer waits for this at every save, so both steps use every core.
        let weights: Vec<Weight> =
            site.ids().collect::<Vec<_>>().into_par_iter().map(|id| weigh(site, config, id)).collect();
        let families = site.families.par_iter().enumerate();
        let families: Vec<Vec<(Part, usize)>> =
            families.map(|(place, family)| divided(site, config, place, family, &weights)).collect();
        for (parts, family) in families.into_iter().zip(&site.families) {
            for (part, own) in parts {
                let next = map.parts.len();
                if next > start && (bytes + own > PAGE || next - start >= config.paginate) {
                    map.pages.push(start..next);
                    (start, bytes) = (next, 0);
                }
                bytes += own;
                map.page_of.push(map.pages.len() + 1);
                for id in part.stories.as_ref().unwrap_or(&family.members) {
                    map.part_of[id.index()] = u32::try_from(next).ok();
                }
                map.parts.push(part);
            }
        }
        if start < map.parts.len() {
            map.pages.push(start..map.parts.len());
        }
        map
    }

    /// The page on which a story is listed, from one.
    pub(super) fn page(&self, id: EntryId) -> Option<usize> {
        let part = (*self.part_of.get(id.index())?)?;
        self.page_of.get(usize::try_from(part).ok()?).copied()
    }
}

/// Bytes of a story's row: where its family is whole, and in a part, where it may have to say after which story of
/// another part it comes.
struct Weight {
    whole: usize,
    parted: usize,
}

fn weigh(site: &Site, config: &Config, id: EntryId) -> Weight {
    if site.numbers[id.index()].family.is_none() {
        return Weight { whole: 0, parted: 0 };
    }
    let after = row_bytes(site, config, id, true);
    let is_deep = site.numbers[id.index()].generation > LEVELS;
    Weight { whole: if is_deep { after } else { row_bytes(site, config, id, false) }, parted: after + 80 }
}

/// The parts of a family, each with its bytes: first what is nearest to where it began, then branch after branch.
fn divided(site: &Site, config: &Config, place: usize, family: &Family, weights: &[Weight]) -> Vec<(Part, usize)> {
    let kinds = &config.ripple_kinds;
    let whole = |id: EntryId| weights[id.index()].whole;
    let parted = |id: EntryId| weights[id.index()].parted;
    let head = 1_000 + if place < DRAWN { drawing_bytes(site, config, family) } else { 0 };
    let part = |number, stories, rest| Part { family: place, number, stories, rest };
    if kin::shown(site, kinds, family, LIST, whole).len() == family.members.len() {
        let bytes = head + family.members.iter().map(|id| whole(*id)).sum::<usize>();
        return vec![(part(0, None, 0), bytes)];
    }
    let first = kin::shown(site, kinds, family, LIST, parted);
    let taken: BTreeSet<EntryId> = first.iter().copied().collect();
    let weight = |stories: &[EntryId]| stories.iter().map(|id| parted(*id)).sum::<usize>();
    let mut left = family.members.len() - first.len();
    let mut parts = vec![(part(0, Some(first.clone()), left), head + weight(&first))];
    let mut stories: Vec<EntryId> = Vec::new();
    let mut bytes = 1_000;
    let mut close = |stories: &mut Vec<EntryId>, bytes: &mut usize| {
        left -= stories.len();
        kin::sort(site, stories);
        let number = parts.len();
        parts.push((part(number, Some(std::mem::take(stories)), left), std::mem::replace(bytes, 1_000)));
    };
    for id in kin::by_branches(site, kinds, family).into_iter().filter(|id| !taken.contains(id)) {
        let own = parted(id);
        if stories.len() == LIST.stories || (!stories.is_empty() && bytes + own > LIST.bytes) {
            close(&mut stories, &mut bytes);
        }
        stories.push(id);
        bytes += own;
    }
    if !stories.is_empty() {
        close(&mut stories, &mut bytes);
    }
    parts
}
