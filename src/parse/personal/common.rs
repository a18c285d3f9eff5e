//! Words that are names of people and ordinary words as well, and words that stand before names.

/// English words that are also first names or surnames, sorted. Beside another part of the name, or after "Mr", they
/// are names all the same.
const WORDS: [&str; 331] = [
    "abbot",
    "able",
    "ace",
    "amber",
    "angel",
    "april",
    "archer",
    "arrow",
    "art",
    "ash",
    "august",
    "autumn",
    "baker",
    "ball",
    "banks",
    "barker",
    "barn",
    "bass",
    "bay",
    "beach",
    "bean",
    "bear",
    "beau",
    "bell",
    "berry",
    "best",
    "bill",
    "birch",
    "bird",
    "bishop",
    "black",
    "bliss",
    "bloom",
    "blossom",
    "blue",
    "bond",
    "bowl",
    "bowler",
    "branch",
    "brave",
    "bridge",
    "bright",
    "brook",
    "brooks",
    "brown",
    "buck",
    "bull",
    "burns",
    "bush",
    "butcher",
    "butler",
    "buzz",
    "carpenter",
    "carter",
    "case",
    "cash",
    "castle",
    "chance",
    "chandler",
    "chapel",
    "charity",
    "chase",
    "cherry",
    "chip",
    "christian",
    "church",
    "clay",
    "clerk",
    "cliff",
    "close",
    "cloud",
    "coach",
    "coal",
    "colt",
    "cook",
    "cooper",
    "coral",
    "court",
    "crane",
    "cross",
    "crow",
    "crystal",
    "daisy",
    "dale",
    "dash",
    "dawn",
    "day",
    "dean",
    "destiny",
    "diamond",
    "dove",
    "drake",
    "drew",
    "duke",
    "dusk",
    "earl",
    "early",
    "east",
    "eden",
    "ember",
    "ernest",
    "fair",
    "faith",
    "farmer",
    "fern",
    "field",
    "fields",
    "finch",
    "fisher",
    "flint",
    "flower",
    "ford",
    "forest",
    "forever",
    "fox",
    "frank",
    "freeman",
    "frost",
    "garden",
    "gardener",
    "gay",
    "ginger",
    "glass",
    "glen",
    "glory",
    "gold",
    "good",
    "grace",
    "grant",
    "gray",
    "green",
    "grey",
    "grove",
    "gunner",
    "guy",
    "hall",
    "hand",
    "happy",
    "hardy",
    "harmony",
    "hart",
    "hazel",
    "head",
    "heart",
    "heath",
    "heather",
    "heaven",
    "hill",
    "holiday",
    "holly",
    "honey",
    "hope",
    "house",
    "hunt",
    "hunter",
    "hurt",
    "ivory",
    "ivy",
    "jack",
    "jade",
    "jasmine",
    "jazz",
    "jewel",
    "job",
    "joy",
    "judge",
    "june",
    "justice",
    "king",
    "knight",
    "lake",
    "lamb",
    "lamp",
    "lane",
    "lark",
    "law",
    "liberty",
    "light",
    "lily",
    "lion",
    "little",
    "long",
    "lord",
    "love",
    "lucky",
    "major",
    "maple",
    "march",
    "mark",
    "marsh",
    "mason",
    "may",
    "meadow",
    "melody",
    "mercy",
    "merit",
    "miles",
    "mill",
    "miller",
    "mills",
    "minor",
    "mint",
    "misty",
    "moon",
    "moss",
    "nick",
    "noble",
    "north",
    "ocean",
    "old",
    "olive",
    "page",
    "park",
    "parks",
    "pat",
    "patience",
    "peace",
    "pearl",
    "penny",
    "piper",
    "pope",
    "porter",
    "potter",
    "power",
    "powers",
    "price",
    "pride",
    "prince",
    "rain",
    "rainbow",
    "rank",
    "ray",
    "read",
    "reading",
    "red",
    "reed",
    "rice",
    "rich",
    "river",
    "rivers",
    "robin",
    "rock",
    "rocky",
    "rod",
    "roman",
    "rose",
    "ruby",
    "rush",
    "rusty",
    "sage",
    "sail",
    "sales",
    "sandy",
    "savage",
    "scout",
    "self",
    "shepherd",
    "ship",
    "short",
    "singer",
    "skip",
    "sky",
    "small",
    "smart",
    "smith",
    "snow",
    "song",
    "south",
    "sparks",
    "speed",
    "spring",
    "star",
    "steel",
    "sterling",
    "stone",
    "storm",
    "story",
    "street",
    "strong",
    "sue",
    "summer",
    "summers",
    "sun",
    "sunny",
    "swan",
    "sweet",
    "swift",
    "tailor",
    "taylor",
    "temple",
    "thorn",
    "tiger",
    "timber",
    "town",
    "towns",
    "trinity",
    "true",
    "turner",
    "van",
    "victor",
    "violet",
    "walker",
    "wall",
    "ward",
    "warden",
    "waters",
    "way",
    "weaver",
    "weeks",
    "wells",
    "west",
    "wheeler",
    "white",
    "wild",
    "will",
    "willow",
    "wind",
    "wine",
    "winter",
    "winters",
    "wise",
    "wish",
    "wolf",
    "wonder",
    "wood",
    "woods",
    "word",
    "world",
    "worth",
    "yard",
    "young",
];

/// More of them, in several languages, that stand in texts without a capital letter: "the bus driver" is not Ms Driver.
/// Sorted, between spaces.
const SMALL_WORDS: &str = "\
     abbey acre alder alley anchor angler apple arch armour arms bach bacon badger baggage bailiff bank banker \
     barber barley barrel barrow basket bath battle bauer baum beacon beard beaver becker bench bender benefit berg \
     berger birdsong blade blanc blanco blanket blum bold bolt booker booth border boulanger boulder bowman brand \
     braun bread brewer brice brick brine broad broom brother brun brush bucket budget bueno builder bullock bunch \
     burden button buyer cable calle campo campos candle cannon cannons canon captain card castillo catcher chalk \
     chamberlain chambers champion change charge charpentier cheese chevalier chief child children chips choice \
     clark class clean clever cobbler coffin cold collar college collier comfort common company constable constant \
     corn corner costly cotton couch council counsel count country courage cousin cover coward crab craft crease \
     creek crew crisp crook crown crumb cruz current curry curtain dancer dare dark darling daughter deer dent dial \
     digger ditch doctor doctors doll dollar dolphin door double doubt draper dream driver drum drummer duck dust \
     dyer eagle earth eating elder engine english even evening farm farmers farrier fast father fear feather feld \
     fellow fence fiddle fiddler fire fischer fish fishers flag flame flash fletcher flood floor flores flowers \
     flute fold follow fontaine food foot forester forge fork fort foster fountain fournier fowler freed french \
     fresh friday friend friends fuller furniture gale gallery game gardens garland garner garnier garten gate \
     gates gentle gentry giant gift gilder glover goat goldsmith goodman goose gore grain grand granger grass grave \
     graves great groom gross ground grover guard guerra guest guide gunn hammer harbour harder hare harper harrow \
     harvest haus haven hawk hedge helm helper herald herd herdsman hermoso hero herr herring hides hobbs hobby \
     hogan hollow holmes home honour hood hook hooper horn horner horse horses host hound huge huntsman husband \
     iglesias inch inner iron jackson jester joiner jolly journey judd jump jung just kaiser kaufmann keen keeper \
     kettle keys kidd kind kindred kirche kitchen kite klein knife knights knot koch kraus krause kunst kurz \
     laborer ladd lance land lander lang large last latch laugh laurel lawyer leader leaf learn leather leaves \
     leben leblanc lefort legal lemon lender leon leroux letter level liebe lincoln link list lively lock locker \
     lodge loft looker looking loom loose loud lover loving lowly loyal luck luna lynch mail maker mallet manager \
     mann manner mantle marble marchand marin mariner market marketer marriage marshal marshall marten martin \
     master masters match maurer maxim mayor meek meister mellow mentor merchant mercier merry merryman mesa \
     message metzger meunier midwinter mild milkman millar minister minster mirror mole molina monday money monger \
     monk monte month moody moor mora moreau moreno morning mortar mother moulin mountain mouse mouth musician \
     mustard nacht nail narrow nature needle neighbour neighbours nephew nest neumann newcomer newman news night \
     nightingale noon nurse oakes oaks officer oliver orange orchard organ otter outlaw oven owner oxen pack packer \
     paddle paint painter palmer paper parent parents parish parker parrot parson partner partridge parts pass \
     passmore pastor path paver peach peacock pear peel pena pepper perrier person petit pigeon pike pilgrim pilot \
     pine pink pino pipe pitcher place plain plank plant planter plaster player pleasant plow plum poet poirier \
     pole pond pool poor poppy port post pottery pound prentice present press priest prieto prior prize proctor \
     prophet proud pupil purchase quail quarry quarter quick quiet quill rabbit race racer ramp range ranger rasp \
     rather raven reader readers reason redhead reeve reward reyes richter rico rider ridge right ring rios rise \
     ritter road roads roast robe robins rocks rojas rojo roller romero roof rook room root rope roper rosa roth \
     rough round roux rower royal rubio ruler runner sack saddle saddler sadler saint salmon salt salter sample \
     sanders sands santos savings sawyer scales schmied schneider scholar school schwarz score scribe seal seaman \
     search season seat seller senior serrano servant service settle sexton shade shadow shaft shape sharp sharpe \
     sheep shell shelter sheriff shield shine shoe shoemaker shoes shore shot shoulder shovel shower side sides \
     sierra silence silk silver simple sinclair sister skill skinner skipper slate slater slaughter sleep smoke \
     snell soldier sole solid sommer sonntag sorrow soto sound spade spark sparrow speaker spear spears speller \
     spence spencer spice spicer spinner spirit spoon spot sprint square squire squires stable staff stall standing \
     stark starling start state station steady steele steep stein steward stick still stock stocks stool stopper \
     stout strand strange stranger straw stream strength striker string student study sturm style sugar summit \
     sunday super sure surf surgeon swain swallow sweeper swimmer sword table tack tall tanner target tasker taxi \
     teach teacher team temper tender tennis tent thacker thatcher thick thin thistle thorne thrush tide tiler \
     tinker tissier title tomb tong tool torch torre torres touch tower towers trace tracker trader trail train \
     trainer tray treasure tree trees trick trim trip troop trouble trout trunk trust tucker tuesday turn turnpike \
     twist tyler uncle upright usher valle valley vane vega vicar vidal village vine vision vogel voice wade wagner \
     wagoner wait waiter wake wald walk want warm warner warrior wash wasser watch watchman water waterman wave \
     weather weber wedge week weiss welcome welder wheat wheel whistle whittle whole wick widow wife willing wing \
     winner wire witness wolfe wolff woman women wonders woodcock wooden woodland woodman woodward woody wool \
     worker works worm wren wright write writer yarn yellow yeoman youth zeal zimmer zimmermann \
     ";

/// Small words inside of names, which are no names by themselves.
const PARTICLES: [&str; 26] = [
    "al", "and", "bin", "bint", "da", "das", "de", "del", "della", "den", "der", "di", "do", "dos", "du", "el", "ibn",
    "la", "las", "le", "los", "of", "the", "van", "von", "y",
];

/// Words after which a name comes.
const TITLES: [&str; 24] = [
    "miss",
    "mr",
    "mrs",
    "ms",
    "mx",
    "dr",
    "prof",
    "professor",
    "sir",
    "madam",
    "lady",
    "herr",
    "frau",
    "señor",
    "señora",
    "senor",
    "senora",
    "monsieur",
    "madame",
    "mme",
    "mlle",
    "coach",
    "auntie",
    "uncle",
];

/// Whether a word, folded, is an ordinary one as well.
pub(super) fn is_common(word: &str) -> bool {
    word.len() < 3 && word.is_ascii() || WORDS.binary_search(&word).is_ok()
}

/// Whether a word, folded and without a capital letter, is most likely an ordinary one.
pub(super) fn is_ordinary(word: &str) -> bool {
    let stem = word.strip_suffix('s').unwrap_or(word);
    is_common(word) || SMALL_WORDS.split(' ').any(|known| known == word || known == stem)
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
        assert!(SMALL_WORDS.split_whitespace().is_sorted());
        assert!(is_ordinary("driver") && is_ordinary("drivers") && is_ordinary("will") && !is_ordinary("okaforsen"));
        assert!(is_common("will") && is_common("young") && !is_common("lopez") && !is_common("maria"));
    }
}
