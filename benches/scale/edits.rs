//! Edits and a build of the index, on a copy of the knowledge base.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use zhixi::kb::{Kb, Wish};
use zhixi::model::{Stage, Trust};

use super::subject::Scale;
use crate::common::edit::{Edit, tell_edits};
use crate::common::figures::{rate, tell, timed};
use crate::common::{is_measuring, scratch};

/// The first argument of the process that builds.
pub const BUILD: &str = "build-index";
const EDITS: usize = 50;

pub fn measure(scale: Scale, wants: &dyn Fn(&str) -> bool) {
    if scale.kb.is_read_only() {
        return tell("scale/edit", "skipped: the knowledge base can only be read");
    }
    let Scale { kb, now, who, .. } = &scale;
    let dir = scratch();
    let copy = dir.path().join("kb");
    copy_to(kb.place().dir(), &copy);
    if wants("edit") {
        let mut editor = Kb::open(&copy, Wish::Write).expect("the copy");
        let mut desk = Kb::open(&copy, Wish::Read).expect("the copy");
        let wanted = if is_measuring() { EDITS } else { 3 };
        let count = i64::try_from(
            editor.overview(*now, &|| false).expect("its overview").expect("nobody waits").articles,
        )
        .expect("a number");
        let step = usize::try_from(count / 200).expect("a number").max(1);
        let numbers = (1..=count).step_by(step);
        let shown = numbers.filter_map(|number| editor.shown(number, *now).expect("an article"));
        let articles = shown
            .filter(|shown| shown.stage == Stage::Published && shown.trust == Trust::Current)
            .map(|shown| shown.article)
            .take(wanted)
            .collect::<Vec<_>>();
        let edit = |(at, article)| Edit::make(&mut editor, who, article, (at + 1, *now), Some(&mut desk));
        let edits: Vec<Edit> = articles.iter().enumerate().map(edit).collect();
        tell_edits("scale/edit", &edits);
        let lost = edits.iter().filter(|edit| !edit.is_found).count();
        println!("   {lost} of {} are not among the rows of their question", edits.len());
    }
    if wants("build") {
        let said = Command::new(std::env::current_exe().expect("this program"))
            .args([BUILD.as_ref(), copy.as_os_str()])
            .output()
            .expect("a process that builds");
        assert!(said.status.success(), "the build failed: {}", String::from_utf8_lossy(&said.stderr));
        print!("{}", String::from_utf8_lossy(&said.stdout));
    }
}

/// Builds the index of a copy anew, in a process of its own: the peak is that of the process.
pub fn build(args: &[String]) {
    let [path] = args else { panic!("a build is started by the bench") };
    let mut kb = Kb::open(Path::new(path), Wish::Write).expect("the copy");
    let (time, articles): (Duration, usize) = timed(|| kb.reindex(&mut |_, _| {}).expect("an index"));
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let peak = peak.and_then(|line| line.trim().strip_suffix(" kB")?.parse::<f64>().ok());
    let peak = peak.map_or_else(|| "unknown".to_owned(), |peak| format!("{:.0} MB", peak * 1.024 / 1000.0));
    tell(
        "scale/build",
        format!("{:.0} articles/s ({:.2} s); peak {peak}", rate(articles, time), time.as_secs_f64()),
    );
}

fn copy_to(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a directory");
    for entry in std::fs::read_dir(from).expect("a directory") {
        let entry = entry.expect("an entry");
        let target = to.join(entry.file_name());
        match entry.file_type().expect("a kind").is_dir() {
            true => copy_to(&entry.path(), &target),
            false => drop(std::fs::copy(entry.path(), target).expect("a copy")),
        }
    }
}
