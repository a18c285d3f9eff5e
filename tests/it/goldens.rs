//! Whole sites: everything that a build of `tests/sites/<name>/` makes equals `expected/`.
//! `UPDATE=1 cargo test` rewrites what is expected; the difference is read like code.

use crate::site_test::SiteTest;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

fn read_all(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    walkdir::WalkDir::new(folder)
        .into_iter()
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            let below = entry.path().strip_prefix(folder).unwrap().to_string_lossy().replace('\\', "/");
            (below, fs::read(entry.path()).unwrap())
        })
        .collect()
}

/// A page with `assets/style.*.css` for `assets/style.0123456789.css`, so that a new colour changes no golden.
fn without_hashes(bytes: &[u8]) -> Vec<u8> {
    let Ok(text) = std::str::from_utf8(bytes) else { return bytes.to_vec() };
    let mut pieces = text.split("/assets/");
    let mut out = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let mut parts = piece.splitn(3, '.');
        let named = (parts.next(), parts.next().filter(|hash| hash.len() == 10), parts.next());
        out.push_str("/assets/");
        match named {
            (Some(name), Some(_), Some(rest)) => out.extend([name, ".*.", rest]),
            _ => out.push_str(piece),
        }
    }
    out.into_bytes()
}

#[test]
fn every_golden_site_is_as_expected() {
    let sites = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites");
    let mut seen = 0;
    for site in fs::read_dir(&sites).unwrap().map(|entry| entry.unwrap().path()) {
        seen += 1;
        let built = SiteTest::copy_of(&site).build();
        let expected = site.join("expected");
        // The theme's own files are named by their content and compared nowhere else: they are not repeated here.
        let mut files: BTreeMap<String, Vec<u8>> = built
            .files
            .iter()
            .filter(|(path, _)| !path.starts_with("assets/"))
            .map(|(path, bytes)| (path.clone(), without_hashes(bytes)))
            .collect();
        files.insert("report.txt".to_owned(), built.report().into_bytes());
        if std::env::var_os("UPDATE").is_some() {
            drop(fs::remove_dir_all(&expected));
            for (path, bytes) in &files {
                let to = expected.join(path);
                fs::create_dir_all(to.parent().unwrap()).unwrap();
                fs::write(to, bytes).unwrap();
            }
        }
        let wanted = read_all(&expected);
        assert_eq!(files.keys().collect::<Vec<_>>(), wanted.keys().collect::<Vec<_>>(), "files of {}", site.display());
        for (path, bytes) in &files {
            let (found, wanted) = (String::from_utf8_lossy(bytes), String::from_utf8_lossy(&wanted[path]));
            assert!(found == wanted, "{path} of {} differs:\n{found}", site.display());
        }
    }
    assert!(seen > 0, "there are no golden sites");
}
