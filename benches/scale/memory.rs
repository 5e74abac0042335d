//! What each of ten sessions on one host costs: processes that open the knowledge base, ask, and wait.

use std::io::{BufRead as _, BufReader, Read as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use zhixi::kb::{Kb, Wish};
use zhixi::model::{Moment, Scope};

use super::asks;
use super::queries::found;
use super::subject::Scale;
use crate::common::figures::tell;
use crate::common::{is_measuring, memory};

/// The first argument of such a process.
pub const SESSION: &str = "session";
const SESSIONS: usize = 10;
/// Queries of each.
const QUERIES: usize = 500;

pub fn measure(scale: &Scale) {
    if !memory::is_known() {
        return tell("scale/memory", "skipped: this system has no /proc/PID/smaps_rollup");
    }
    let count = if is_measuring() { SESSIONS } else { 2 };
    let scope = serde_json::to_string(&scale.scope).expect("a scope");
    let mut sessions: Vec<Child> = (0..count)
        .map(|_| {
            Command::new(std::env::current_exe().expect("this program"))
                .args([SESSION.as_ref(), scale.path().as_os_str()])
                .args([scale.time(), scope.clone()])
                .stdin(Stdio::piped())
                .stdout(Stdio::piped())
                .spawn()
                .expect("a session")
        })
        .collect();
    for session in &mut sessions {
        let mut ready = String::new();
        let out = session.stdout.as_mut().expect("its output");
        BufReader::new(out).read_line(&mut ready).expect("its word");
        assert_eq!(ready.trim(), SESSION, "a session failed");
    }
    let ids: Vec<u32> = sessions.iter().map(Child::id).collect();
    let said = memory::say(&ids);
    tell("scale/memory", format!("each of {count} sessions after {QUERIES} queries: {said}"));
    for mut session in sessions {
        drop(session.stdin.take());
        session.wait().expect("its end");
    }
}

/// A session: asks and waits until nobody holds its input any more.
pub fn session(args: &[String]) {
    let [path, now, scope] = args else { panic!("a session is started by the bench") };
    let mut kb = Kb::open(Path::new(path), Wish::Read).expect("the knowledge base");
    let now = Moment(now.parse().expect("a time"));
    let scope: Scope = serde_json::from_str(scope).expect("a scope");
    for query in asks::sample(&scope, QUERIES) {
        found(&mut kb, &query, now);
    }
    println!("{SESSION}");
    std::io::stdin().read_to_end(&mut Vec::new()).expect("the end");
}
