//! Words that are names of people and ordinary words as well, and words that stand before names.

/// English words that are also first names or surnames, sorted. Beside another part of the name, or after "Mr", they
/// are names all the same.
const WORDS: [&str; 331] = [
    "abbot", "able", "ace", "amber", "angel", "april", "archer", "arrow", "art", "ash", "august", "autumn", "baker",
    "ball", "banks", "barker", "barn", "bass", "bay", "beach", "bean", "bear", "beau", "bell", "berry", "best",
    "bill", "birch", "bird", "bishop", "black", "bliss", "bloom", "blossom", "blue", "bond", "bowl", "bowler",
    "branch", "brave", "bridge", "bright", "brook", "brooks", "brown", "buck", "bull", "burns", "bush", "butcher",
    "butler", "buzz", "carpenter", "carter", "case", "cash", "castle", "chance", "chandler", "chapel", "charity",
    "chase", "cherry", "chip", "christian", "church", "clay", "clerk", "cliff", "close", "cloud", "coach", "coal",
    "colt", "cook", "cooper", "coral", "court", "crane", "cross", "crow", "crystal", "daisy", "dale", "dash", "dawn",
    "day", "dean", "destiny", "diamond", "dove", "drake", "drew", "duke", "dusk", "earl", "early", "east", "eden",
    "ember", "ernest", "fair", "faith", "farmer", "fern", "field", "fields", "finch", "fisher", "flint", "flower",
    "ford", "forest", "forever", "fox", "frank", "freeman", "frost", "garden", "gardener", "gay", "ginger", "glass",
    "glen", "glory", "gold", "good", "grace", "grant", "gray", "green", "grey", "grove", "gunner", "guy", "hall",
    "hand", "happy", "hardy", "harmony", "hart", "hazel", "head", "heart", "heath", "heather", "heaven", "hill",
    "holiday", "holly", "honey", "hope", "house", "hunt", "hunter", "hurt", "ivory", "ivy", "jack", "jade",
    "jasmine", "jazz", "jewel", "job", "joy", "judge", "june", "justice", "king", "knight", "lake", "lamb", "lamp",
    "lane", "lark", "law", "liberty", "light", "lily", "lion", "little", "long", "lord", "love", "lucky", "major",
    "maple", "march", "mark", "marsh", "mason", "may", "meadow", "melody", "mercy", "merit", "miles", "mill",
    "miller", "mills", "minor", "mint", "misty", "moon", "moss", "nick", "noble", "north", "ocean", "old", "olive",
    "page", "park", "parks", "pat", "patience", "peace", "pearl", "penny", "piper", "pope", "porter", "potter",
    "power", "powers", "price", "pride", "prince", "rain", "rainbow", "rank", "ray", "read", "reading", "red",
    "reed", "rice", "rich", "river", "rivers", "robin", "rock", "rocky", "rod", "roman", "rose", "ruby", "rush",
    "rusty", "sage", "sail", "sales", "sandy", "savage", "scout", "self", "shepherd", "ship", "short", "singer",
    "skip", "sky", "small", "smart", "smith", "snow", "song", "south", "sparks", "speed", "spring", "star", "steel",
    "sterling", "stone", "storm", "story", "street", "strong", "sue", "summer", "summers", "sun", "sunny", "swan",
    "sweet", "swift", "tailor", "taylor", "temple", "thorn", "tiger", "timber", "town", "towns", "trinity", "true",
    "turner", "van", "victor", "violet", "walker", "wall", "ward", "warden", "waters", "way", "weaver", "weeks",
    "wells", "west", "wheeler", "white", "wild", "will", "willow", "wind", "wine", "winter", "winters", "wise",
    "wish", "wolf", "wonder", "wood", "woods", "word", "world", "worth", "yard", "young",
];

/// Small words inside of names, which are no names by themselves.
const PARTICLES: [&str; 26] = [
    "al", "and", "bin", "bint", "da", "das", "de", "del", "della", "den", "der", "di", "do", "dos", "du", "el", "ibn",
    "la", "las", "le", "los", "of", "the", "van", "von", "y",
];

/// Words after which a name comes.
const TITLES: [&str; 24] = [
    "miss", "mr", "mrs", "ms", "mx", "dr", "prof", "professor", "sir", "madam", "lady", "herr", "frau", "señor",
    "señora", "senor", "senora", "monsieur", "madame", "mme", "mlle", "coach", "auntie", "uncle",
];

/// Whether a word, folded, is an ordinary one as well.
pub(super) fn is_common(word: &str) -> bool {
    word.len() < 3 && word.is_ascii() || WORDS.binary_search(&word).is_ok()
}

/// Whether a word, folded, is no name by itself.
pub(super) fn is_particle(word: &str) -> bool {
    PARTICLES.contains(&word)
}

/// Whether a name comes after this word, folded.
pub(super) fn is_title(word: &str) -> bool {
    TITLES.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_are_in_order() {
        assert!(WORDS.is_sorted());
        assert!(is_common("will") && is_common("young") && !is_common("lopez") && !is_common("maria"));
    }
}
