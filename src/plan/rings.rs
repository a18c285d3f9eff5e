//! The rings on a question's card, drawn from the question's id alone: they stay the same whatever else changes.

use crate::model::CircleView;

/// Where the drop falls before it is moved, in a card of 340 × 256.
const DROP: (i32, i32) = (276, 198);

/// Radius of the drop.
const DROP_RADIUS: i32 = 9;

/// Rings around it.
const RINGS: i32 = 4;

/// A thousand times the cosine of 15° and its multiples.
const COS24: [i32; 24] = [
    1000, 966, 866, 707, 500, 259, 0, -259, -500, -707, -866, -966, -1000, -966, -866, -707, -500, -259, 0, 259, 500,
    707, 866, 966,
];

/// Random numbers that only depend on an id: xorshift, begun with its FNV-1a hash.
struct Draws(u32);

impl Draws {
    fn new(id: &str) -> Self {
        Self(hash(id).max(1))
    }

    /// A number below `most`.
    fn draw(&mut self, most: u32) -> i32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 17;
        self.0 ^= self.0 << 5;
        i32::try_from((self.0 >> 8) % most).unwrap_or(0)
    }
}

/// FNV-1a, 32 bits.
fn hash(id: &str) -> u32 {
    id.bytes().fold(2_166_136_261, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(16_777_619))
}

fn cos(step: i32) -> i32 {
    usize::try_from(step.rem_euclid(24)).map_or(0, |step| COS24[step])
}

fn sin(step: i32) -> i32 {
    cos(step - 6)
}

/// The drop and its rings from the innermost. Each ring's centre has drifted a little further, half as far as on a
/// story's cover. All divisions drop the fraction towards zero, so that every machine writes the same bytes.
pub(super) fn circles(id: &str) -> Vec<CircleView> {
    let mut draws = Draws::new(id);
    // In the order of a story's cover, whose first number says where in the frame the drop falls.
    draws.draw(4);
    let (jx, jy) = (draws.draw(9) - 4, draws.draw(9) - 4);
    let (direction, turn) = (draws.draw(24), 2 * draws.draw(2) - 1);
    let (x, y) = (DROP.0 + 3 * jx, DROP.1 + 3 * jy);
    let ring = |k: i32| {
        let drift = (12 * k + 3 * k * k) / 8;
        let towards = direction + turn * (k / 2);
        let r = 11 + 12 * k + k * k;
        CircleView { x: x + drift * cos(towards) / 1000, y: y + drift * sin(towards) / 1000, r }
    };
    std::iter::once(CircleView { x, y, r: DROP_RADIUS }).chain((1..=RINGS).map(ring)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_are_those_of_the_covers() {
        let known = [
            ("finding-her-voice", 0x8055_a913, [2, 2, 3, 14, 0, 0, 5, 2, 1]),
            ("after-the-bell", 0x767d_db7b, [3, 0, 4, 12, 0, 0, 2, 10, 2]),
            ("été", 0xffb5_8817, [2, 7, 6, 8, 1, 2, 6, 2, 0]),
        ];
        for (id, hashed, wanted) in known {
            assert_eq!(hash(id), hashed, "{id}");
            let mut draws = Draws::new(id);
            let drawn = [4, 9, 9, 24, 2, 3, 8, 12, 3].map(|most| draws.draw(most));
            assert_eq!(drawn, wanted, "{id}");
        }
    }

    #[test]
    fn four_rings_lie_around_the_drop_in_the_lower_right() {
        let drawn = circles("finding-her-voice");
        let radii: Vec<i32> = drawn.iter().map(|circle| circle.r).collect();
        assert_eq!(radii, [9, 24, 39, 56, 75]);
        assert_eq!(drawn[0], CircleView { x: 270, y: 195, r: 9 });
        for id in ["a", "b", "look-back-and-give", "سؤال", ""] {
            let drawn = circles(id);
            for (inner, outer) in drawn.iter().zip(&drawn[1..]) {
                let apart = (f64::from(inner.x - outer.x)).hypot(f64::from(inner.y - outer.y));
                assert!(apart + f64::from(inner.r) < f64::from(outer.r), "{id}: rings do not cross: {drawn:?}");
            }
            assert!((264..=288).contains(&drawn[0].x) && (186..=210).contains(&drawn[0].y), "{id}: {drawn:?}");
        }
        assert_ne!(circles("a"), circles("b"));
    }
}
