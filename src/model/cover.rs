//! Ripple covers, their echo and their seal: the ornament of a story, drawn from its id, its setting and how far
//! it went. Whole numbers only, and every division drops the fraction, so that every machine writes the same bytes.
//!
//! No colour is in them: the stylesheet gives it by class, so one drawing serves light, dark and print.

mod numbers;

use numbers::{put_number, put_tenths};
use serde::Serialize;
use std::fmt::Write;
use std::sync::Arc;

/// Rings that a cover shows as reached, at most.
pub const MOST: u32 = 7;

/// All that a cover may depend on. Title, date and the order of files may not change it.
#[derive(Clone, Copy, Debug)]
pub struct Moment<'a> {
    /// The story's permanent name.
    pub id: &'a str,
    /// The classes of its setting's ink, such as `s-school`.
    pub ink: &'a str,
    /// How many steps it went on.
    pub depth: u32,
    /// The depths of the stories it led to directly, in counting kinds, largest first. More than seven are not drawn.
    pub onward: &'a [u32],
}

/// What is to be drawn for a story wherever its card stands: a tenth of the drawing itself, which is made when somebody
/// shows it. Nothing for what has no drawing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Drawing(Option<Arc<Drawn>>);

#[derive(Debug, PartialEq, Eq, Serialize)]
struct Drawn {
    id: String,
    ink: String,
    depth: u32,
    onward: Vec<u32>,
}

impl Drawing {
    /// A drawing of this moment.
    #[must_use]
    pub fn of(moment: &Moment<'_>) -> Self {
        let Moment { id, ink, depth, onward } = *moment;
        Self(Some(Arc::new(Drawn { id: id.to_owned(), ink: ink.to_owned(), depth, onward: onward.to_vec() })))
    }

    /// One of its forms; empty if there is nothing to draw.
    #[must_use]
    pub fn drawn(&self, form: fn(&Moment<'_>) -> String) -> String {
        self.0.as_deref().map_or_else(String::new, |Drawn { id, ink, depth, onward }| {
            form(&Moment { id, ink, depth: *depth, onward })
        })
    }
}

/// A cover in its own format and printing, as it stands on a shelf. At most a kilobyte.
#[must_use]
pub fn shelf(moment: &Moment<'_>) -> String {
    cover(moment, &Chance::new(moment.id), 0)
}

/// The large form of the home page, to be laid over its [`echo`].
#[must_use]
pub fn lead(moment: &Moment<'_>) -> String {
    cover(moment, &Chance::framed(moment.id, LEAD), 0)
}

/// The large form of a story's own page: wide, with so much water that it reaches the corners.
#[must_use]
pub fn story(moment: &Moment<'_>) -> String {
    cover(moment, &Chance::framed(moment.id, (520, 268)), 3)
}

/// The rings that leave the frame of [`lead`]: a drawing of the same size, not to be clipped.
#[must_use]
pub fn echo(moment: &Moment<'_>) -> String {
    let chance = Chance::framed(moment.id, LEAD);
    let mut out = format!("<svg class=\"echo\" viewBox=\"{}\" aria-hidden=\"true\">", chance.view_box(moment.steps()));
    for k in 4..=17 {
        circle(&mut out, chance.centre(k), radius(k));
    }
    out.push_str("</svg>");
    out
}

/// The small round form for lists, threads and maps: at most four rings, no beads.
#[must_use]
pub fn seal(moment: &Moment<'_>) -> String {
    /// Radii of the rings, in tenths.
    const RADII: [&[i32]; 5] = [&[], &[340], &[270, 410], &[240, 335, 430], &[210, 290, 370, 450]];
    const STROKES: [&str; 5] = ["", "9", "6.5", "5", "4"];
    const DROPS: [i32; 5] = [17, 16, 13, 11, 10];
    let chance = Chance::new(moment.id);
    let rings = usize::try_from(moment.steps().min(4)).unwrap_or(0);
    let mut out = format!("<svg class=\"rm {} k\" viewBox=\"-50 -50 100 100\" aria-hidden=\"true\">", moment.ink);
    if rings > 0 {
        put(&mut out, format_args!("<g class=\"b\" stroke-width=\"{}\">", STROKES[rings]));
        for (j, radius) in (1..).zip(RADII[rings]) {
            out.push_str("<circle");
            for (name, tenths) in [("cx", 13 * j * cos(chance.a) / 1000), ("cy", 13 * j * sin(chance.a) / 1000)] {
                if tenths != 0 {
                    put(&mut out, format_args!(" {name}=\""));
                    put_tenths(&mut out, tenths);
                    out.push('"');
                }
            }
            out.push_str(" r=\"");
            put_tenths(&mut out, *radius);
            out.push_str("\"/>");
        }
        out.push_str("</g>");
    }
    put(&mut out, format_args!("<circle class=\"d\" r=\"{}\"/></svg>", DROPS[rings]));
    out
}

/// The drop and the rings on a question's card of 340 × 256, from the innermost: x, y and radius of each. They are
/// drawn from the question's id alone. Each centre has drifted half as far as on a story's cover.
#[must_use]
pub fn card(id: &str) -> [(i32, i32, i32); 5] {
    const DROP: (i32, i32) = (276, 198);
    const AIR: i32 = 9;
    let chance = Chance::new(id);
    let (x, y) = (DROP.0 + 3 * chance.jitter.0, DROP.1 + 3 * chance.jitter.1);
    let ring = |k: i32| {
        let (dx, dy) = polar((12 * k + 3 * k * k) / 8, chance.drift(k));
        if k == 0 { (x, y, 9) } else { (x + dx, y + dy, 11 + 12 * k + k * k) }
    };
    // The outer ring is clearly inside an edge or clearly cut by it; one that would just touch it moves on.
    let moved = |end: i32, edge: i32| if (end - edge).abs() < AIR { edge + AIR - end } else { 0 };
    let (outer_x, outer_y, radius) = ring(4);
    let (right, down) = (moved(outer_x + radius, 340), moved(outer_y + radius, 256));
    [0, 1, 2, 3, 4].map(ring).map(|(x, y, radius)| (x + right, y + down, radius))
}

impl Moment<'_> {
    /// Rings that were reached. The members of a loop are at depth 0 and still led on: to each other.
    fn steps(&self) -> i32 {
        let depth = if self.onward.is_empty() { self.depth } else { self.depth.max(1) };
        i32::try_from(depth.min(MOST)).unwrap_or(7)
    }
}

/// The format in which an id stands on a shelf: `wide`, `square` or `tall`.
#[must_use]
pub fn format(id: &str) -> &'static str {
    let (width, height) = Chance::new(id).frame;
    match width.cmp(&height) {
        std::cmp::Ordering::Greater => "wide",
        std::cmp::Ordering::Equal => "square",
        std::cmp::Ordering::Less => "tall",
    }
}

/// The frame of [`lead`] and of its [`echo`].
const LEAD: (i32, i32) = (330, 246);
/// The formats of the shelf.
const FORMATS: [(i32, i32); 3] = [(320, 240), (280, 280), (280, 350)];
/// Where the drop falls, in per cent of the frame.
const PLACES: [(i32, i32); 4] = [(36, 42), (64, 56), (60, 40), (40, 60)];
/// How much larger the frame is for each ring that was reached, in per cent.
const ROOM: [i32; 8] = [82, 92, 100, 111, 122, 133, 144, 155];
/// From bead to bead, in steps of 15°: a pair never stands like two eyes.
pub const BEADS: [i32; 7] = [0, 6, 15, 21, 12, 3, 18];
/// The cosine of steps of 15°, in thousandths.
const COS: [i32; 24] = [
    1000, 966, 866, 707, 500, 259, 0, -259, -500, -707, -866, -966, -1000, -966, -866, -707, -500, -259, 0, 259, 500,
    707, 866, 966,
];

fn cos(step: i32) -> i32 {
    usize::try_from(step.rem_euclid(24)).map_or(0, |step| COS[step])
}

fn sin(step: i32) -> i32 {
    cos(step - 6)
}

/// Radius of ring `k`.
fn radius(k: i32) -> i32 {
    25 + 26 * k + k * k
}

/// Strength of ring `k` when it is bold.
fn strength(k: i32) -> i32 {
    11 + k / 2
}

/// A point at a distance in a direction.
fn polar(distance: i32, step: i32) -> (i32, i32) {
    (distance * cos(step) / 1000, distance * sin(step) / 1000)
}

/// A number that depends on an id alone and is the same on every machine: FNV-1a, 32 bits.
#[must_use]
pub fn hash(id: &str) -> u32 {
    id.bytes().fold(2_166_136_261, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(16_777_619))
}

/// What is drawn from the id, and the frame.
struct Chance {
    /// The drop's place in the frame, in per cent.
    place: (i32, i32),
    /// How far that is from one of the four usual places.
    jitter: (i32, i32),
    /// Direction of the drift, in steps of 15°.
    a: i32,
    /// Which way the drift turns: 1 or -1.
    tw: i32,
    frame: (i32, i32),
    deep: bool,
    /// Direction of the first bead.
    s: i32,
    /// Shift of hue.
    v: i32,
}

impl Chance {
    /// FNV-1a of the id begins a series of 32-bit xorshift; the order of the draws is part of the drawing.
    fn new(id: &str) -> Self {
        let mut x = hash(id).max(1);
        let mut draw = |n: u32| {
            x ^= x << 13;
            x ^= x >> 17;
            x ^= x << 5;
            i32::try_from((x >> 8) % n).unwrap_or(0)
        };
        let (left, top) = PLACES[usize::try_from(draw(4)).unwrap_or(0)];
        let jitter = (draw(9) - 4, draw(9) - 4);
        let a = draw(24);
        let tw = 2 * draw(2) - 1;
        let frame = FORMATS[usize::try_from(draw(3)).unwrap_or(0)];
        let deep = draw(8) <= 4;
        Self { place: (left + jitter.0, top + jitter.1), jitter, a, tw, frame, deep, s: draw(12), v: draw(3) }
    }

    /// The same in another frame, in which the printing is always the deep one.
    fn framed(id: &str, frame: (i32, i32)) -> Self {
        Self { frame, deep: true, ..Self::new(id) }
    }

    fn drift(&self, k: i32) -> i32 {
        self.a + self.tw * (k / 2)
    }

    /// Centre of ring `k`.
    fn centre(&self, k: i32) -> (i32, i32) {
        polar(3 * k + 3 * k * k / 4, self.drift(k))
    }

    fn view_box(&self, steps: i32) -> String {
        let room = usize::try_from(steps).map_or(100, |steps| ROOM[steps]);
        let (width, height) = (self.frame.0 * room / 100, self.frame.1 * room / 100);
        format!("{} {} {width} {height}", -(width * self.place.0 / 100), -(height * self.place.1 / 100))
    }
}

/// A cover, back to front: still water, the rings that were reached, the drop, the beads.
fn cover(moment: &Moment<'_>, chance: &Chance, more_water: i32) -> String {
    let steps = moment.steps();
    let mut out = String::with_capacity(960);
    let printing = if chance.deep { 'k' } else { 'p' };
    let (ink, shift, view_box) = (moment.ink, chance.v, chance.view_box(steps));
    put(
        &mut out,
        format_args!("<svg class=\"rc {ink} {printing} v{shift}\" viewBox=\"{view_box}\" aria-hidden=\"true\">"),
    );
    out.push_str("<g class=\"o\">");
    let outermost = if steps < 5 { 9 } else { steps + 4 } + more_water;
    for k in (steps + 1..=outermost).rev() {
        circle(&mut out, chance.centre(k), radius(k));
    }
    out.push_str("</g>");
    if steps > 0 {
        out.push_str("<g class=\"b\">");
        for k in (1..=steps).rev() {
            let (x, y) = chance.centre(k);
            circle(&mut out, (x, y), radius(k));
            let (dx, dy) = polar(3 * strength(k) / 4, chance.drift(k));
            circle(&mut out, (x - dx, y - dy), radius(k) - strength(k));
        }
        out.push_str("</g>");
    }
    out.push_str("<circle class=\"d\" r=\"24\"/>");
    beads(&mut out, moment, chance);
    out.push_str("</svg>");
    out
}

/// One bead for each story it led to, on the ring that its own branch reached. Drawn twice, for a gap around each.
fn beads(out: &mut String, moment: &Moment<'_>, chance: &Chance) {
    let mut path = String::new();
    for (onward, turn) in moment.onward.iter().zip(BEADS) {
        let k = i32::try_from(onward.saturating_add(1).min(7)).map_or(7, |k| k.min(moment.steps()));
        let (x, y) = chance.centre(k);
        let (dx, dy) = polar(radius(k) - strength(k) / 2, chance.s + turn);
        put(&mut path, format_args!("M{} {}h0", x + dx, y + dy));
    }
    if !path.is_empty() {
        put(out, format_args!("<path class=\"u\" d=\"{path}\"/><path class=\"t\" d=\"{path}\"/>"));
    }
}

/// A circle; a coordinate that is 0 is left out.
fn circle(out: &mut String, (x, y): (i32, i32), radius: i32) {
    out.push_str("<circle");
    for (name, value) in [("cx", x), ("cy", y)] {
        if value != 0 {
            out.extend([" ", name, "=\""]);
            put_number(out, value);
            out.push('"');
        }
    }
    out.push_str(" r=\"");
    put_number(out, radius);
    out.push_str("\"/>");
}

/// Writing to a string cannot fail.
fn put(out: &mut String, words: std::fmt::Arguments<'_>) {
    let _ = out.write_fmt(words);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn moment<'a>(id: &'a str, depth: u32, onward: &'a [u32]) -> Moment<'a> {
        Moment { id, ink: "s-school", depth, onward }
    }

    #[test]
    fn a_cover_is_the_same_to_the_byte_everywhere() {
        let drawn = "<svg class=\"rc s-school p v1\" viewBox=\"-185 -93 320 240\" aria-hidden=\"true\"><g class=\"o\">\
            <circle cx=\"-75\" cy=\"43\" r=\"340\"/><circle cx=\"-62\" cy=\"36\" r=\"297\"/>\
            <circle cx=\"-55\" cy=\"14\" r=\"256\"/><circle cx=\"-43\" cy=\"11\" r=\"217\"/><circle cx=\"-33\" r=\"180\"/>\
            <circle cx=\"-24\" r=\"145\"/><circle cx=\"-14\" cy=\"-3\" r=\"112\"/></g><g class=\"b\">\
            <circle cx=\"-8\" cy=\"-2\" r=\"81\"/><circle r=\"69\"/><circle cx=\"-2\" cy=\"-1\" r=\"52\"/>\
            <circle cx=\"4\" cy=\"3\" r=\"41\"/></g><circle class=\"d\" r=\"24\"/>\
            <path class=\"u\" d=\"M56 35h0M-25 39h0\"/><path class=\"t\" d=\"M56 35h0M-25 39h0\"/></svg>";
        assert_eq!(shelf(&moment("finding-her-voice", 2, &[1, 0])), drawn);
    }

    #[test]
    fn ids_of_every_script_have_their_own_draws() {
        let known = |id| {
            let Chance { place, jitter: _, a, tw, frame, deep, s, v } = Chance::new(id);
            (place, a, tw, frame, deep, s, v)
        };
        assert_eq!(known("finding-her-voice"), ((58, 39), 14, -1, FORMATS[0], false, 2, 1));
        assert_eq!(known("after-the-bell"), ((36, 60), 12, -1, FORMATS[0], true, 10, 2));
        assert_eq!(known("été"), ((63, 42), 8, 1, FORMATS[2], false, 2, 0));
    }

    #[test]
    fn a_quiet_story_has_water_and_a_drop_and_nothing_empty() {
        let quiet = shelf(&moment("after-the-bell", 0, &[]));
        assert!(
            quiet.starts_with("<svg class=\"rc s-school k v2\" viewBox=\"-94 -117 262 196\" aria-hidden"),
            "{quiet}"
        );
        assert_eq!(quiet.matches("<circle").count(), 9 + 1);
        assert!(!quiet.contains("class=\"b\"") && !quiet.contains("<path"), "{quiet}");
    }

    #[test]
    fn large_forms_have_frames_of_their_own_and_the_deep_printing() {
        let moment = moment("finding-her-voice", 2, &[1, 0]);
        let (lead, story) = (lead(&moment), story(&moment));
        assert!(lead.starts_with("<svg class=\"rc s-school k v1\" viewBox=\"-191 -95 330 246\""), "{lead}");
        assert!(story.starts_with("<svg class=\"rc s-school k v1\" viewBox=\"-301 -104 520 268\""), "{story}");
        assert_eq!(story.matches("<circle").count(), lead.matches("<circle").count() + 3);
        let echo = echo(&moment);
        assert!(echo.starts_with("<svg class=\"echo\" viewBox=\"-191 -95 330 246\" aria-hidden=\"true\"><circle "));
        assert_eq!(echo.matches("<circle").count(), 14);
        assert!(echo.contains(" r=\"145\"/>") && echo.ends_with(" r=\"756\"/></svg>"), "{echo}");
    }

    #[test]
    fn a_seal_has_a_ring_for_each_step_and_never_more_than_four() {
        let drawn = "<svg class=\"rm s-school k\" viewBox=\"-50 -50 100 100\" aria-hidden=\"true\">\
            <g class=\"b\" stroke-width=\"6.5\"><circle cx=\"-1.1\" cy=\"-.6\" r=\"27\"/>\
            <circle cx=\"-2.2\" cy=\"-1.3\" r=\"41\"/></g><circle class=\"d\" r=\"13\"/></svg>";
        assert_eq!(seal(&moment("finding-her-voice", 2, &[1, 0])), drawn);
        for (depth, rings) in [(0, 0), (1, 1), (3, 3), (4, 4), (400, 4)] {
            assert_eq!(seal(&moment("x", depth, &[])).matches("<circle").count(), rings + 1);
        }
        assert!(seal(&moment("x", 3, &[])).contains(" r=\"33.5\"/>"));
    }

    #[test]
    fn stories_of_a_loop_have_the_ring_on_which_their_beads_sit() {
        let one = shelf(&moment("a", 0, &[0]));
        assert_eq!(one, shelf(&moment("a", 1, &[0])));
        assert_eq!(seal(&moment("a", 0, &[0])), seal(&moment("a", 1, &[])));
    }

    #[test]
    fn four_rings_lie_around_the_drop_of_a_question() {
        assert_eq!(card("finding-her-voice").map(|(.., r)| r), [9, 24, 39, 56, 75]);
        assert_eq!(card("finding-her-voice")[0], (286, 195, 9));
        for id in ["a", "b", "look-back-and-give", "سؤال", ""] {
            let drawn = card(id);
            for (inner, outer) in drawn.iter().zip(&drawn[1..]) {
                let apart = f64::from(inner.0 - outer.0).hypot(f64::from(inner.1 - outer.1));
                assert!(apart + f64::from(inner.2) < f64::from(outer.2), "{id}: rings do not cross: {drawn:?}");
            }
            assert!((264..=305).contains(&drawn[0].0) && (186..=227).contains(&drawn[0].1), "{id}: {drawn:?}");
        }
        assert_ne!(card("a"), card("b"));
    }

    #[test]
    fn two_thousand_of_the_largest_stay_under_a_kilobyte() {
        let largest = (0..2000)
            .map(|number| {
                let id = format!("a-story-{number}");
                let full = Moment { id: &id, ink: "s-workplace", depth: 7, onward: &[6, 5, 4, 3, 2, 1, 0] };
                shelf(&full).len().max(seal(&full).len())
            })
            .max();
        assert!(largest.is_some_and(|bytes| (800..1000).contains(&bytes)), "{largest:?}");
    }

    /// The numbers of all attributes that place something.
    fn numbers(svg: &str) -> Vec<&str> {
        let values = svg.split('"').collect::<Vec<_>>();
        let named = values.windows(2).filter(|pair| [" cx=", " cy=", " r="].iter().any(|name| pair[0].ends_with(name)));
        named.map(|pair| pair[1]).collect()
    }

    #[test]
    fn the_outer_ring_of_a_card_never_just_touches_an_edge() {
        let ends = |id: u32| {
            let (x, y, radius) = card(&format!("question-{id}"))[4];
            [(x + radius - 340).abs(), (y + radius - 256).abs()]
        };
        assert!((0..2_000).flat_map(ends).all(|air| air >= 9));
        assert_ne!(card("create-or-notice")[4].0, card("look-back-and-give")[4].0);
    }

    proptest! {
        #[test]
        fn every_cover_is_made_of_whole_numbers_around_its_drop(
            id in "\\PC{0,40}", depth in 0u32..40, mut onward in proptest::collection::vec(0u32..40, 0..12)
        ) {
            onward.sort_unstable_by(|a, b| b.cmp(a));
            let moment = Moment { id: &id, ink: "s-workplace", depth, onward: &onward };
            for svg in [shelf(&moment), lead(&moment), story(&moment)] {
                prop_assert!(svg.len() < 1100 && svg.is_ascii(), "{}: {svg}", svg.len());
                prop_assert!(numbers(&svg).iter().all(|number| number.parse::<i32>().is_ok_and(|n| n != 0)), "{svg}");
                let frame = svg.split("viewBox=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default();
                let frame: Vec<i32> = frame.split(' ').filter_map(|part| part.parse().ok()).collect();
                prop_assert_eq!(frame.len(), 4);
                let (left, top, width, height) = (frame[0], frame[1], frame[2], frame[3]);
                prop_assert!(left < -24 && top < -24 && left + width > 24 && top + height > 24, "the drop is whole");
                let beads = svg.matches("h0").count() / 2;
                prop_assert_eq!(beads, onward.len().min(7));
            }
            prop_assert!(shelf(&moment).len() < 1000);
        }
    }
}
