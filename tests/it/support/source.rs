//! Reads the sources as far as the rules of the house need it: which names a file uses, with tests and comments
//! taken away. Not a Rust parser: it knows comments, literals, `use` trees and `#[cfg(test)]`.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// One file of `src/` that ends up in the program.
pub struct Source {
    /// Path below `src/`, with `/`.
    pub path: String,
    /// The room: the first folder, or the file's stem.
    pub room: String,
    /// Lines of the whole file, tests included.
    pub lines: usize,
    /// The first lines, where a reason for length would stand.
    pub head: String,
    /// Tokens without comments, literals and what is only compiled for tests.
    tokens: Vec<String>,
}

impl Source {
    /// Names that are used, each as the segments of its path; `use` trees are unfolded, `crate`, `self` and `super`
    /// resolved to `crate` and a path from the root.
    pub fn names(&self) -> BTreeSet<Vec<String>> {
        let module = module_of(&self.path);
        let mut names = BTreeSet::new();
        let mut at = 0;
        while let Some(token) = self.tokens.get(at) {
            if token == "use" {
                at = unfold(&self.tokens, at + 1, &[], &mut names);
            } else if is_name(token) && self.tokens.get(at.wrapping_sub(1)).map(String::as_str) != Some("::")
            {
                let mut path = vec![token.clone()];
                while self.tokens.get(at + 1).map(String::as_str) == Some("::")
                    && self.tokens.get(at + 2).is_some_and(|t| is_name(t))
                {
                    path.push(self.tokens[at + 2].clone());
                    at += 2;
                }
                if self.tokens.get(at + 1).map(String::as_str) == Some("!") {
                    path.push("!".to_owned());
                }
                names.insert(path);
                at += 1;
            } else {
                at += 1;
            }
        }
        names.into_iter().map(|name| resolve(&module, name)).collect()
    }
}

/// Every file of `src/` that is not only for tests.
pub fn sources() -> Vec<Source> {
    let root = super::repo("src");
    let files = files_below(&root, "rs");
    let mut texts: Vec<(String, String)> = files
        .iter()
        .map(|file| {
            let path = file.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
            (path, std::fs::read_to_string(file).unwrap())
        })
        .collect();
    let test_only: Vec<String> =
        texts.iter().flat_map(|(path, text)| test_modules(path, &tokens(text))).collect();
    texts.retain(|(path, _)| {
        !test_only
            .iter()
            .any(|module| path == &format!("{module}.rs") || path.starts_with(&format!("{module}/")))
    });
    texts
        .into_iter()
        .map(|(path, text)| Source {
            room: path.split('/').next().unwrap().trim_end_matches(".rs").to_owned(),
            lines: text.lines().count(),
            head: text.lines().take(12).collect::<Vec<_>>().join("\n"),
            tokens: without_tests(&tokens(&text)),
            path,
        })
        .collect()
}

/// Files below a folder with an extension, in order; all files for an empty extension.
pub fn files_below(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display())) {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if extension.is_empty() || path.extension().is_some_and(|e| e == extension) {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

fn is_name(token: &str) -> bool {
    token.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

/// The path of a file's module from the root.
fn module_of(path: &str) -> Vec<String> {
    let mut parts: Vec<String> = path.trim_end_matches(".rs").split('/').map(str::to_owned).collect();
    if parts.last().is_some_and(|last| ["mod", "lib", "main"].contains(&last.as_str())) {
        parts.pop();
    }
    parts
}

fn resolve(module: &[String], name: Vec<String>) -> Vec<String> {
    let ups = name.iter().take_while(|part| *part == "super").count();
    let rest = |from: usize| name.iter().skip(from).cloned();
    let here = |depth: usize| std::iter::once("crate".to_owned()).chain(module.iter().take(depth).cloned());
    if ups > 0 {
        here(module.len().saturating_sub(ups)).chain(rest(ups)).collect()
    } else if name[0] == "self" {
        let ups = name.iter().skip(1).take_while(|part| *part == "super").count();
        here(module.len().saturating_sub(ups)).chain(rest(1 + ups)).collect()
    } else {
        name
    }
}

/// Unfolds one `use` tree from `at`; where it ends.
fn unfold(tokens: &[String], mut at: usize, before: &[String], names: &mut BTreeSet<Vec<String>>) -> usize {
    let mut path = before.to_vec();
    loop {
        match tokens.get(at).map(String::as_str) {
            Some("::") => at += 1,
            Some("{") => {
                at += 1;
                while tokens.get(at).is_some_and(|t| t != "}") {
                    at = unfold(tokens, at, &path, names);
                    if tokens.get(at).is_some_and(|t| t == ",") {
                        at += 1;
                    }
                }
                return at + 1;
            }
            Some("as") => at += 2,
            Some("*") => {
                path.push("*".to_owned());
                at += 1;
            }
            Some(token) if is_name(token) => {
                if token != "self" || path.is_empty() {
                    path.push(token.to_owned());
                }
                at += 1;
            }
            _ => {
                if !path.is_empty() {
                    names.insert(path);
                }
                return at;
            }
        }
    }
}

/// The modules that a file declares for tests only, as paths below `src/` without extension.
fn test_modules(path: &str, tokens: &[String]) -> Vec<String> {
    let folder = module_of(path).join("/");
    let gate: Vec<&str> = vec!["#", "[", "cfg", "(", "test", ")", "]"];
    tokens
        .windows(gate.len() + 3)
        .filter(|window| window.iter().take(gate.len()).eq(gate.iter()))
        .filter_map(|window| match &window[gate.len()..] {
            [word, name, end] if word == "mod" && end == ";" => Some(name),
            _ => None,
        })
        .map(|name| if folder.is_empty() { name.clone() } else { format!("{folder}/{name}") })
        .collect()
}

/// Takes away every item behind `#[cfg(test)]` (or `#[cfg(any(test, …))]`).
fn without_tests(tokens: &[String]) -> Vec<String> {
    let mut kept = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let window: Vec<&str> = tokens.iter().skip(at).take(7).map(String::as_str).collect();
        let gated = window.starts_with(&["#", "[", "cfg", "(", "test", ")", "]"])
            || window.starts_with(&["#", "[", "cfg", "(", "any", "(", "test"]);
        if gated {
            at = end_of_item(tokens, at);
        } else {
            kept.push(tokens[at].clone());
            at += 1;
        }
    }
    kept
}

/// Where the item ends whose attributes begin at `at`: behind its `;`, or behind its outer braces.
fn end_of_item(tokens: &[String], mut at: usize) -> usize {
    let mut depth = 0_usize;
    while let Some(token) = tokens.get(at) {
        at += 1;
        match token.as_str() {
            "{" | "(" | "[" => depth += 1,
            ")" | "]" => depth = depth.saturating_sub(1),
            "}" => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return at;
                }
            }
            ";" if depth == 0 => return at,
            _ => {}
        }
    }
    at
}

/// Names and punctuation; comments and literals are left out.
fn tokens(text: &str) -> Vec<String> {
    let chars: Vec<char> = text.chars().collect();
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(&c) = chars.get(at) {
        let next = chars.get(at + 1).copied();
        match c {
            '/' if next == Some('/') => {
                while chars.get(at).is_some_and(|c| *c != '\n') {
                    at += 1;
                }
            }
            '/' if next == Some('*') => {
                let mut depth = 0_usize;
                loop {
                    match (chars.get(at), chars.get(at + 1)) {
                        (Some('/'), Some('*')) => {
                            depth += 1;
                            at += 2;
                        }
                        (Some('*'), Some('/')) => {
                            depth -= 1;
                            at += 2;
                        }
                        (None, _) => break,
                        _ => at += 1,
                    }
                    if depth == 0 {
                        break;
                    }
                }
            }
            '"' => at = end_of_string(&chars, at),
            '\'' => at = end_of_quote(&chars, at),
            _ if c.is_alphanumeric() || c == '_' => {
                let start = at;
                while chars.get(at).is_some_and(|c| c.is_alphanumeric() || *c == '_') {
                    at += 1;
                }
                let word: String = chars[start..at].iter().collect();
                match (word.as_str(), chars.get(at)) {
                    ("r" | "br" | "cr", Some('"' | '#')) => match end_of_raw(&chars, at) {
                        Some(end) => at = end,
                        // `r#type`: the name comes next.
                        None => at += 1,
                    },
                    ("b" | "c", Some('"')) => at = end_of_string(&chars, at),
                    ("b", Some('\'')) => at = end_of_quote(&chars, at),
                    _ if word.starts_with(|c: char| c.is_ascii_digit()) => {}
                    _ => tokens.push(word),
                }
            }
            ':' if next == Some(':') => {
                tokens.push("::".to_owned());
                at += 2;
            }
            _ => {
                if !c.is_whitespace() {
                    tokens.push(c.to_string());
                }
                at += 1;
            }
        }
    }
    tokens
}

fn end_of_string(chars: &[char], mut at: usize) -> usize {
    at += 1;
    while let Some(c) = chars.get(at) {
        match c {
            '\\' => at += 2,
            '"' => return at + 1,
            _ => at += 1,
        }
    }
    at
}

/// Behind a char literal; only behind the quote of a lifetime.
fn end_of_quote(chars: &[char], at: usize) -> usize {
    match (chars.get(at + 1), chars.get(at + 2)) {
        (Some('\\'), _) => {
            let mut end = at + 3;
            while chars.get(end).is_some_and(|c| *c != '\'') {
                end += 1;
            }
            end + 1
        }
        (Some(_), Some('\'')) => at + 3,
        _ => at + 1,
    }
}

fn end_of_raw(chars: &[char], mut at: usize) -> Option<usize> {
    let mut hashes = 0;
    while chars.get(at) == Some(&'#') {
        hashes += 1;
        at += 1;
    }
    if chars.get(at) != Some(&'"') {
        return None;
    }
    at += 1;
    loop {
        match chars.get(at) {
            None => return Some(at),
            Some('"') if chars.iter().skip(at + 1).take(hashes).filter(|c| **c == '#').count() == hashes => {
                return Some(at + 1 + hashes);
            }
            Some(_) => at += 1,
        }
    }
}

#[test]
fn names_are_read_through_comments_literals_and_tests() {
    let text = r##"
        //! rusqlite in a comment
        use std::{env, io::{self, Write as _}};
        use super::open::{Kb, Wish};
        /* tantivy /* nested */ still */
        fn f<'a>(x: &'a str) { let c = '"'; let s = r#"println!("x")"#; println!("{x} crossterm"); crate::store::open(); }
        #[cfg(test)]
        mod tests { use tempfile::tempdir; fn g() { std::env::temp_dir(); } }
        fn after() { jiff::Zoned::now(); }
    "##;
    let source = Source {
        path: "kb/find.rs".into(),
        room: "kb".into(),
        lines: 0,
        head: String::new(),
        tokens: without_tests(&tokens(text)),
    };
    let names: Vec<String> = source.names().iter().map(|n| n.join("::")).collect();
    for wanted in [
        "std::env",
        "std::io",
        "std::io::Write",
        "crate::kb::open::Kb",
        "println::!",
        "crate::store::open",
        "jiff::Zoned::now",
    ] {
        assert!(names.iter().any(|n| n == wanted), "{wanted} is missing in {names:?}");
    }
    for unwanted in ["rusqlite", "tantivy", "crossterm", "tempfile"] {
        assert!(!names.iter().any(|n| n.contains(unwanted)), "{unwanted} in {names:?}");
    }
    let gated = tokens("#[cfg(test)]\nmod tests;\n#[cfg(test)] mod more;");
    assert_eq!(test_modules("tui/mod.rs", &gated), ["tui/tests", "tui/more"]);
}
