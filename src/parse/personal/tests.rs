//! What is found in words, and what is not.

use super::*;
use crate::diag::SourcePath;
use crate::model::{PersonNames, PrivateNames};

/// What is found in a text, each with its word: `email jane@school.example`.
fn found(text: &str) -> Vec<String> {
    data(text, &[], Manner::Text).into_iter().map(|(kind, range)| format!("{} {}", kind.word(), &text[range])).collect()
}

#[test]
fn measures_and_rooms_are_no_postcodes() {
    for ordinary in [
        "the a4 3ft from it",
        "room b2 4ab",
        "in class 7b 3rd row",
        "e10 5th",
        "h2 1em",
        "ab12 3cm",
        "10 4ab",
        "on page m12 2as well",
        "It was 25° and 30' long",
        "a 90° turn",
        "the ’60s were 20° colder",
    ] {
        assert_eq!(found(ordinary), [""; 0], "{ordinary}");
    }
}

#[test]
fn data_are_found_as_they_are_written() {
    for (text, wanted) in [
        ("Write to jane.doe+x@school.example.org.", "email jane.doe+x@school.example.org"),
        ("<JANE@SCHOOL.ORG>", "email JANE@SCHOOL.ORG"),
        ("mail: o'brien@münchen.de, please", "email o'brien@münchen.de"),
        ("请写信到jane@x.org。", "email jane@x.org"),
        ("ｊ jane＠x.org", "email jane＠x.org"),
        ("Call +44 20 7946 0958 now", "phone +44 20 7946 0958"),
        ("+442079460958", "phone +442079460958"),
        ("+44 (0)20 7946 0958", "phone +44 (0)20 7946 0958"),
        ("0044 20 7946 0958", "phone 0044 20 7946 0958"),
        ("ring 020 7946 0958.", "phone 020 7946 0958"),
        ("(020) 7946 0958", "phone (020) 7946 0958"),
        ("01632 960000", "phone 01632 960000"),
        ("07700900123", "phone 07700900123"),
        ("07700-900-123", "phone 07700-900-123"),
        ("In 2026 020 7946 0958 was mine", "phone 020 7946 0958"),
        ("(212) 555-0123", "phone (212) 555-0123"),
        ("212-555-0123", "phone 212-555-0123"),
        ("1-212-555-0123", "phone 1-212-555-0123"),
        ("+1 212.555.0123", "phone +1 212.555.0123"),
        ("030 123456-78", "phone 030 123456-78"),
        ("0171/1234567", "phone 0171/1234567"),
        ("+49 171 1234567", "phone +49 171 1234567"),
        ("06 12 34 56 78", "phone 06 12 34 56 78"),
        ("+33 6 12 34 56 78", "phone +33 6 12 34 56 78"),
        ("Tel: 555-0123", "phone 555-0123"),
        ("Telefon 12 34 56 78", "phone 12 34 56 78"),
        ("هاتف: ٠١٢ ٣٤٥ ٦٧٨٩", "phone ٠١٢ ٣٤٥ ٦٧٨٩"),
        ("電話０３-１２３４-５６７８です", "phone ０３-１２３４-５６７８"),
        ("10 Downing Street, London SW1A 2AA", "postcode SW1A 2AA"),
        ("M1 1AE", "postcode M1 1AE"),
        ("Ottawa K1A 0B1", "postcode K1A 0B1"),
        ("Springfield, IL 62704", "postcode IL 62704"),
        ("Damrak 1, 1012 LG Amsterdam", "postcode 1012 LG"),
        ("She was born on 3 May 2012.", "birth 3 May 2012"),
        ("born 3rd of May 2012", "birth 3rd of May 2012"),
        ("Born May 3, 2012, in Bath", "birth May 3, 2012"),
        ("date of birth: 03/05/2012", "birth 03/05/2012"),
        ("DOB 2012-05-03", "birth 2012-05-03"),
        ("her birthday, 3 May,", "birth 3 May"),
        ("geboren am 3. Mai 2012", "birth 3. Mai 2012"),
        ("née le 3 mai 2012", "birth 3 mai 2012"),
        ("nació el 3 de mayo de 2012", "birth 3 de mayo de 2012"),
        ("2012年5月3日生まれ", "birth 2012年5月3日"),
        ("ولدت مريم، تاريخ الميلاد ٣ مايو ٢٠١٢", "birth ٣ مايو ٢٠١٢"),
        ("ask @jane_doe12 there", "handle @jane_doe12"),
        ("on Instagram: jane.doe_12", "handle jane.doe_12"),
        ("my snapchat is janed99", "handle janed99"),
        ("https://www.tiktok.com/@janedoe", "handle tiktok.com/@janedoe"),
        ("see https://instagram.com/janedoe/ for it", "handle instagram.com/janedoe"),
        ("@jane@mastodon.example", "handle @jane@mastodon.example"),
        ("at 51.50335, -0.11962", "coordinates 51.50335, -0.11962"),
        ("geo:51.5033,-0.1196", "coordinates 51.5033,-0.1196"),
        ("51°30'12\"N 0°7'5\"W", "coordinates 51°30'12\"N 0°7'5\"W"),
        ("52°31’12“N 13°24’18“E", "coordinates 52°31’12“N 13°24’18“E"),
        ("52°31‘12„N", "coordinates 52°31‘12„N"),
        ("52° 31' 12'' N, 13° 24' 18'' E", "coordinates 52° 31' 12'' N, 13° 24' 18'' E"),
        ("52°31′12″N", "coordinates 52°31′12″N"),
        ("52°31´12´´N", "coordinates 52°31´12´´N"),
        ("to sw1a 1aa, please", "postcode sw1a 1aa"),
        ("(m60 1ne)", "postcode m60 1ne"),
        ("51.5033° N, 0.1196° W", "coordinates 51.5033° N, 0.1196° W"),
        ("٥١٫٥٠٣٣, ٠٫١١٩٦", "coordinates ٥١٫٥٠٣٣, ٠٫١١٩٦"),
    ] {
        assert_eq!(found(text), [wanted], "{text}");
    }
}

#[test]
fn addresses_are_looked_at_for_what_stands_in_them() {
    let found = |text: &str| {
        let found = data(text, &[], Manner::Address).into_iter();
        found.map(|(kind, range)| format!("{} {}", kind.word(), &text[range])).collect::<Vec<_>>()
    };
    assert_eq!(found("mailto:jane@x.org?subject=hello"), ["email jane@x.org"]);
    assert_eq!(found("tel:+442079460958"), ["phone +442079460958"]);
    assert_eq!(found("https://wa.me/447700900123"), ["phone 447700900123"]);
    assert_eq!(found("https://www.google.com/maps/@51.5033,-0.1196,17z"), ["coordinates 51.5033,-0.1196"]);
    assert_eq!(found("https://www.openstreetmap.org/#map=17/51.50330/-0.11960"), ["coordinates 51.50330/-0.11960"]);
    assert_eq!(found("https://instagram.com/janedoe"), ["handle instagram.com/janedoe"]);
    for ordinary in [
        "https://www.instagram.com/p/Cx1y2z/",
        "https://example.org/2026/03/02/0123456789",
        "https://www.youtube.com/watch?v=dQw4w9WgXcQ",
        "logo@2x.png",
        "https://facebook.com/sharer.php?u=x",
        "tel:999",
    ] {
        assert_eq!(found(ordinary), [""; 0], "{ordinary}");
    }
}

/// The list of names of one person and some private ones.
fn list(names: &[(NameLevel, &str)], private: &[&str]) -> NameList {
    let by_level = names.iter().map(|(level, name)| (*level, (*name).to_owned())).collect();
    let people = [(SourcePath::new("content/people/p.md"), PersonNames { by_level, page: None }, String::new())];
    let private = PrivateNames { names: private.iter().map(|name| (*name).to_owned()).collect(), hashes: None };
    name_list(&people, &private, None, &SourcePath::new("private-names.hashed")).0
}

fn hits(text: &str, manner: Manner, names: &NameList) -> Vec<String> {
    let mut hits = Vec::new();
    names::find(text, manner, names, &mut hits);
    let told = hits.into_iter().filter_map(|(what, range)| match what {
        What::Name(hit) => {
            Some(format!("{:?}{} {}", hit.part, if hit.sure { "" } else { "?" }, &text[range]).to_lowercase())
        }
        What::Datum(_) => None,
    });
    told.collect()
}

#[test]
fn names_are_whole_words_written_as_names_are() {
    let maria = list(&[(NameLevel::Full, "Maria Lopez"), (NameLevel::First, "Maria")], &[]);
    let young = list(&[(NameLevel::Full, "Will Young"), (NameLevel::First, "Will")], &[]);
    let kept = list(&[(NameLevel::Full, "佐藤真理"), (NameLevel::First, "真理")], &[]);
    let elodie = list(&[(NameLevel::Full, "Élodie de la Cruz-O’Brien"), (NameLevel::First, "Élodie")], &[]);
    let arabic = list(&[(NameLevel::Full, "مريم حداد"), (NameLevel::First, "مريم")], &[]);
    for (text, names, wanted) in [
        ("Maria Lopez spoke", &maria, &["full maria lopez"][..]),
        ("MARIA LOPEZ and María López", &maria, &["full maria lopez", "full maría lópez"]),
        ("Lopez, Maria", &maria, &["full lopez, maria"]),
        ("Maria\nLopez’s aunt", &maria, &["full maria\nlopez"]),
        ("Ma\u{200b}ria Lo\u{ad}pez", &maria, &["full ma\u{200b}ria lo\u{ad}pez"]),
        ("Ms Lopez and Maria", &maria, &["surname lopez", "first maria"]),
        ("maria lopez", &maria, &["full maria lopez"]),
        ("lopez, maria and mariana Lopezes", &maria, &["full lopez, maria"]),
        ("the lopez way", &maria, &["surname? lopez"]),
        ("Mariana Rosamaria", &maria, &[]),
        ("Will young people stay? Will they?", &young, &[]),
        ("We met Will Young there", &young, &["full will young"]),
        ("Then Will said yes, and Mr Young no.", &young, &["first? will", "surname young"]),
        ("It was a young team. Young people will come.", &young, &[]),
        ("佐藤真理さん、佐藤さん、真理", &kept, &["full 佐藤真理", "surname 佐藤", "first 真理"]),
        ("Elodie, and Ms Cruz, and Mr O'Brien", &elodie, &["first elodie", "surname cruz", "surname brien"]),
        ("De la mer", &elodie, &[]),
        ("صديقة مريم حداد في المدرسة", &arabic, &["full مريم حداد"]),
        ("قالت مَريم", &arabic, &["first مَريم"]),
    ] {
        assert_eq!(hits(text, Manner::Text, names), wanted, "{text}");
    }
    for (text, names, wanted) in [
        ("maria-lopez", &maria, &["full maria-lopez"][..]),
        ("photos/marialopez.jpg", &maria, &["full marialopez"]),
        ("lopez_wins.png", &maria, &["surname lopez"]),
        ("maria-speaks", &maria, &["first maria"]),
        ("will-young-people-stay", &young, &["full? will-young"]),
        ("young-will", &young, &[]),
        ("ana-maria", &maria, &["first maria"]),
    ] {
        assert_eq!(hits(text, Manner::Address, names), wanted, "{text}");
    }
}

#[test]
fn names_are_found_in_other_spellings() {
    let maria = list(&[(NameLevel::Full, "Maria Lopez"), (NameLevel::First, "Maria")], &[]);
    let juergen = list(&[(NameLevel::Full, "Jürgen Müllerbach")], &[]);
    let strauss = list(&[(NameLevel::Full, "Anna Strauß")], &[]);
    let ole = list(&[(NameLevel::First, "Ole")], &[]);
    let zora = list(&[], &["Zora Quillfeather"]);
    for (text, names, wanted) in [
        ("Lopez’s, Marias and Lopezs Rad", &maria, &["surname lopez", "first marias", "surname lopezs"][..]),
        (
            "Lo\u{200e}pez and Lopez\u{202c}, ＬＯＰＥＺ, 𝐋𝐨𝐩𝐞𝐳",
            &maria,
            &["surname lo\u{200e}pez", "surname lopez\u{202c}", "surname ｌｏｐｅｚ", "surname 𝐋𝐨𝐩𝐞𝐳"],
        ),
        ("Maria M. Lopez; Maria Luz Lopez", &maria, &["full maria m. lopez", "full maria luz lopez"]),
        ("Maria. Tom Lopez", &maria, &["first maria", "surname lopez"]),
        ("Maria, Tom Lopez", &maria, &["first maria", "surname lopez"]),
        ("Jürgen Müllerbach", &juergen, &["full jürgen müllerbach"]),
        ("Juergen Muellerbach", &juergen, &["full juergen muellerbach"]),
        ("Ju\u{308}rgen Mu\u{308}llerbach", &juergen, &["full ju\u{308}rgen mu\u{308}llerbach"]),
        (
            "Mullerbach, Müllerbachs, MUELLERBACH",
            &juergen,
            &["surname mullerbach", "surname müllerbachs", "surname muellerbach"],
        ),
        ("müllerbach", &juergen, &["surname müllerbach"]),
        ("Strauß und Strauss", &strauss, &["surname strauß", "surname strauss"]),
        ("Grüße von Weiß, Weiss", &list(&[], &["Ole Weiss"]), &["privatesurname weiß", "privatesurname weiss"]),
        ("Oles Boot. Das Boot: Oles", &ole, &["first oles", "first oles"]),
        ("Anna Oles and Herr Oles", &ole, &[]),
        (
            "Zora M. Quillfeather; Zora Marie Quillfeather",
            &zora,
            &["private zora m. quillfeather", "private zora marie quillfeather"],
        ),
        ("Quillfeather, Zora", &zora, &["private quillfeather, zora"]),
        (
            "Mrs Quillfeather and the Quillfeathers",
            &zora,
            &["privatesurname quillfeather", "privatesurname quillfeathers"],
        ),
        ("Zora Quillfeather", &list(&[], &["Zora Marie Quillfeather"]), &["private zora quillfeather"]),
        ("Zora Quillfeather", &list(&[], &["Quillfeather, Zora"]), &["private zora quillfeather"]),
    ] {
        assert_eq!(hits(text, Manner::Text, names), wanted, "{text}");
    }
}

#[test]
fn a_name_may_be_shown_from_the_level_on_that_holds_it() {
    let names = [
        (NameLevel::Full, "Maria Lopez"),
        (NameLevel::First, "Maria"),
        (NameLevel::Initial, "M. L."),
        (NameLevel::Pseudonym, "Luz"),
        (NameLevel::Role, "a pupil"),
    ];
    let of = |list: &NameList, text: &str| {
        list.names.iter().find(|name| name.words.join(" ") == text).map(|name| name.least)
    };
    let whole = list(&names, &[]);
    assert_eq!(of(&whole, "maria lopez"), Some(NameLevel::Full));
    assert_eq!(of(&whole, "lopez"), Some(NameLevel::Full));
    assert_eq!(of(&whole, "maria"), Some(NameLevel::First));
    assert_eq!(of(&whole, "luz"), Some(NameLevel::Pseudonym));
    assert_eq!((of(&whole, "a pupil"), of(&whole, "m l")), (None, None), "these are no names");
    let initial = list(&[(NameLevel::Full, "Maria Lopez"), (NameLevel::Initial, "M. Lopez")], &[]);
    assert_eq!(of(&initial, "lopez"), Some(NameLevel::Initial), "the surname stands in what may be shown");
    assert_eq!(of(&initial, "maria"), Some(NameLevel::First), "the first word of a full name is the first name");
    let one = list(&[(NameLevel::Full, "James")], &[]);
    assert_eq!(of(&one, "james"), Some(NameLevel::First));
}

#[test]
fn hashes_find_the_same_names_as_the_list() {
    let private = ["Maria Lopez", "Élodie", "佐藤真理"];
    let names: Vec<String> = private.iter().map(|name| (*name).to_owned()).collect();
    let key = "a secret of some length";
    let text = hash_lines(&names, key);
    assert!(!text.to_lowercase().contains("maria") && !text.contains("佐"));
    let file = SourcePath::new("private-names.hashed");
    let read = |hashes: &str, key: Option<&str>| {
        let private = PrivateNames { names: Vec::new(), hashes: Some(hashes.to_owned()) };
        let (list, problems) = name_list(&[], &private, key, &file);
        (list, problems.into_iter().map(|problem| problem.code).collect::<Vec<_>>())
    };
    let (hashed, problems) = read(&text, Some(key));
    assert_eq!(problems, [""; 0]);
    let plain = list(&[], &private);
    for text in [
        "Ms Lopez, Maria J. Lopez, María José López, Lopezs",
        "Maria Lopez, MARIA-LOPEZ; Lopez, Maria",
        "Elodie, élodie",
        "佐藤真理さん",
        "Maria and Lopezes",
        "Marialopez",
    ] {
        assert_eq!(hits(text, Manner::Text, &hashed), hits(text, Manner::Text, &plain), "{text}");
    }
    assert_eq!(hits("maria-lopez", Manner::Address, &hashed), ["private maria-lopez"]);
    assert_eq!(read(&text, None).1, ["no-names-key"]);
    assert_eq!(read(&text, Some("another")).1, ["other-names-key"]);
    assert_eq!(read("Maria Lopez\n", Some(key)).1, ["bad-names-hashes"]);
    assert_eq!(read(&text.replace("first ", "first x"), Some(key)).1, ["bad-names-hashes"]);
    assert_ne!(hashed.digest, plain.digest);
}
