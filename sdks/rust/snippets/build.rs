//! Takes every block of Rust out of README.md and docs/guides/sdk-rust.md: the blocks of a page, one behind the other,
//! are one function, run by `tests/pages.rs` against the sandbox. The service's usual address becomes the sandbox's, the
//! account is the test's, and a comment behind a `println!` is what it must print.

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

const PAGES: [(&str, &str); 2] =
    [("readme", "../README.md"), ("guide", "../../../docs/guides/sdk-rust.md")];

fn main() {
    let mut functions = String::new();
    for (name, page) in PAGES {
        println!("cargo::rerun-if-changed={page}");
        let text = fs::read_to_string(page).unwrap_or_else(|error| panic!("{page}: {error}"));
        let blocks: Vec<&str> =
            text.split("```rust\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
        assert!(!blocks.is_empty(), "{page} has no snippet");
        let body: Vec<String> = blocks.concat().lines().map(line).collect();
        writeln!(
            functions,
            "#[allow(unused_variables, clippy::useless_format)]\nasync fn {name}(url: &str, account: &str, printed: &mut Vec<(String, Option<&'static str>)>) -> Result<(), Box<dyn std::error::Error>> {{\n{}\nOk(())\n}}",
            body.join("\n"),
        )
        .unwrap();
    }
    let folder = env::var_os("OUT_DIR").unwrap();
    fs::write(Path::new(&folder).join("pages.rs"), functions).unwrap();
}

fn line(line: &str) -> String {
    let line = line.replace("\"http://127.0.0.1:8080\"", "url");
    let line = line.replace("Account::named(\"stripe\")", "Account::named(account)");
    if line.contains("eprintln!(") {
        return line;
    }
    let Some((before, rest)) = line.split_once("println!(") else { return line };
    let (call, wanted) = match rest.split_once("; // ") {
        Some((call, wanted)) => (call, format!("Some({wanted:?})")),
        None => (rest.trim_end_matches([';', ',']), "None".to_owned()),
    };
    let (arguments, ends) = call.rsplit_once(')').unwrap();
    let end = if rest.ends_with(',') { "," } else { ";" };
    format!("{before}printed.push((format!({arguments}), {wanted})){ends}{end}")
}
