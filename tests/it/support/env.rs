//! A person's surroundings, made for one test: own home, settings, data and state, and nothing of the developer's.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStderr, Command, Stdio};
use std::sync::LazyLock;
use std::sync::mpsc;
use std::time::Duration;

use serde_json::Value;
use tempfile::TempDir;

/// The program under test.
pub const PROGRAM: &str = env!("CARGO_BIN_EXE_zhixi");

/// Nothing that a test runs may take longer; what does, hangs.
const LONGEST: Duration = Duration::from_secs(60);

/// A person's surroundings.
pub struct Env {
    root: TempDir,
    vars: BTreeMap<OsString, OsString>,
}

/// What a run left behind.
#[derive(Debug)]
pub struct Output {
    /// The arguments, for messages.
    pub said: String,
    /// Exit code; -1 when a signal ended it.
    pub code: i32,
    /// Standard output; bytes that are not UTF-8 are replaced.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
}

impl Env {
    /// An empty home with a Chinese locale.
    pub fn new() -> Env {
        let root = tempfile::Builder::new().prefix("zhixi-it-").tempdir().unwrap();
        let mut env = Env { root, vars: BTreeMap::new() };
        // An empty folder: a copy must never reach the clipboard of whoever runs the tests.
        let programs = env.path("bin");
        std::fs::create_dir_all(&programs).unwrap();
        env.set("PATH", programs);
        env.set("TERM", "xterm-256color");
        env.set("LANG", "zh_CN.UTF-8");
        for (name, folder) in [
            ("HOME", "home"),
            ("ZHIXI_CONFIG_DIR", "config"),
            ("ZHIXI_DATA_DIR", "data"),
            ("ZHIXI_STATE_DIR", "state"),
        ] {
            let folder = env.path(folder);
            std::fs::create_dir_all(&folder).unwrap();
            env.set(name, folder);
        }
        env
    }

    /// A home in which the demo was unpacked, its first steps were seen before and what must be read was read. Unpacking
    /// costs a second; only the tests of the first start want it.
    pub fn with_demo() -> Env {
        let env = Env::new();
        copy_folder(&DEMO.join("data"), &env.path("data"));
        copy_folder(&DEMO.join("state"), &env.path("state"));
        env
    }

    /// Sets a variable.
    pub fn set(&mut self, name: &str, value: impl AsRef<OsStr>) -> &mut Env {
        self.vars.insert(name.into(), value.as_ref().to_owned());
        self
    }

    /// Takes a variable away.
    pub fn unset(&mut self, name: &str) -> &mut Env {
        self.vars.remove(OsStr::new(name));
        self
    }

    /// A path in this home's root.
    pub fn path(&self, name: &str) -> PathBuf {
        self.root.path().join(name)
    }

    /// The same as text.
    pub fn at(&self, name: &str) -> String {
        self.path(name).to_str().unwrap().to_owned()
    }

    /// Writes a file; its path as text.
    pub fn file(&self, name: &str, contents: impl AsRef<[u8]>) -> String {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, contents).unwrap();
        self.at(name)
    }

    /// Puts a program on the path: a script of the shell, which finds what it was given on its standard input.
    #[cfg(unix)]
    pub fn program(&self, name: &str, script: &str) {
        use std::os::unix::fs::PermissionsExt as _;
        let path = self.file(&format!("bin/{name}"), format!("#!/bin/sh\n{script}\n"));
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755)).unwrap();
    }

    /// The rows that a query finds in a database below this home, their columns between `|`.
    pub fn rows(&self, database: &str, query: &str) -> Vec<String> {
        let flags = rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY;
        let conn = rusqlite::Connection::open_with_flags(self.path(database), flags).unwrap();
        let mut select = conn.prepare(query).unwrap();
        let columns = select.column_count();
        let text = |row: &rusqlite::Row<'_>, at: usize| match row.get_ref(at).unwrap() {
            rusqlite::types::ValueRef::Null => "-".to_owned(),
            rusqlite::types::ValueRef::Integer(number) => number.to_string(),
            other => String::from_utf8_lossy(other.as_bytes().unwrap()).into_owned(),
        };
        let rows = select
            .query_map([], |row| Ok((0..columns).map(|at| text(row, at)).collect::<Vec<_>>().join("|")));
        rows.unwrap().collect::<Result<_, _>>().unwrap()
    }

    /// Names and values for whoever starts the program in another way.
    pub fn vars(&self) -> impl Iterator<Item = (&OsString, &OsString)> {
        self.vars.iter()
    }

    /// The program, ready to be started here.
    pub fn command<S: AsRef<OsStr>>(&self, args: &[S]) -> Command {
        let mut command = Command::new(PROGRAM);
        command.args(args).env_clear().envs(self.vars()).current_dir(self.root.path()).stdin(Stdio::null());
        command
    }

    /// Runs it to its end.
    pub fn run<S: AsRef<OsStr>>(&self, args: &[S]) -> Output {
        let said =
            args.iter().map(|a| a.as_ref().to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ");
        finish(self.command(args), said)
    }

    /// Runs it and wants it to succeed.
    pub fn ok(&self, args: &[&str]) -> Output {
        self.run(args).expect_code(0)
    }

    /// Runs it to its end with something on its standard input.
    pub fn run_with(&self, args: &[&str], input: &str) -> Output {
        let file = self.file("input", input);
        let mut command = self.command(args);
        command.stdin(std::fs::File::open(file).unwrap());
        finish(command, args.join(" "))
    }

    /// Imports articles, each one object of the exchange format, into a KB; its path.
    pub fn kb(&self, name: &str, articles: &[Value]) -> String {
        let lines: String = articles.iter().map(|a| format!("{a}\n")).collect();
        let file = self.file(&format!("{name}.jsonl"), lines);
        let kb = self.at(name);
        self.ok(&["import", "--kb", &kb, &file]);
        kb
    }

    /// The program, ready to be started by somebody whom root names.
    pub fn command_by(&self, user: &str, args: &[&str]) -> Command {
        let mut command = self.command(args);
        command.env("USER", user);
        command
    }

    /// Runs it as somebody whom root names.
    pub fn by(&self, user: &str, args: &[&str]) -> Output {
        finish(self.command_by(user, args), format!("({user}) {}", args.join(" ")))
    }

    /// Whether several people can be played: the program believes a name in the environment only when root says it.
    #[cfg(unix)]
    pub fn has_people(&self) -> bool {
        use std::os::unix::fs::MetadataExt as _;
        let is_root = std::fs::metadata(self.root.path()).is_ok_and(|meta| meta.uid() == 0);
        if !is_root {
            skip("only root can play several people");
        }
        is_root
    }

    /// Starts it with progress as lines; the child and a reader of its standard error.
    pub fn start_with_progress(&self, args: &[&str]) -> (Child, ChildStderr) {
        let mut command = self.command(args);
        command.env("ZHIXI_PROGRESS", "lines").stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let stderr = child.stderr.take().unwrap();
        (child, stderr)
    }
}

/// Runs a command to its end, or fails when it hangs.
pub fn finish(mut command: Command, said: String) -> Output {
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let (sender, done) = mpsc::channel();
    let mut pipes: Vec<Box<dyn Read + Send>> =
        vec![Box::new(child.stdout.take().unwrap()), Box::new(child.stderr.take().unwrap())];
    for (at, mut pipe) in pipes.drain(..).enumerate() {
        let sender = sender.clone();
        std::thread::spawn(move || {
            let mut bytes = Vec::new();
            let _ = pipe.read_to_end(&mut bytes);
            let _ = sender.send((at, String::from_utf8_lossy(&bytes).into_owned()));
        });
    }
    let mut texts = [String::new(), String::new()];
    for _ in 0..2 {
        match done.recv_timeout(LONGEST) {
            Ok((at, text)) => texts[at] = text,
            Err(_) => {
                let _ = child.kill();
                panic!("`zhixi {said}` hangs");
            }
        }
    }
    let [stdout, stderr] = texts;
    Output { said, code: child.wait().unwrap().code().unwrap_or(-1), stdout, stderr }
}

impl Output {
    /// Wants an exit code and no trace of a panic.
    pub fn expect_code(self, code: i32) -> Output {
        assert!(!self.stderr.contains("panicked"), "{self}");
        assert_eq!(self.code, code, "{self}");
        self
    }

    /// Standard output as JSON, one value a line.
    pub fn json(&self) -> Vec<Value> {
        self.stdout
            .lines()
            .map(|line| serde_json::from_str(line).unwrap_or_else(|e| panic!("{e}: {self}")))
            .collect()
    }

    /// Wants every word somewhere in what was said beside the output.
    pub fn complains_of(self, words: &[&str]) -> Output {
        for word in words {
            assert!(self.stderr.contains(word), "{word:?} is not in\n{self}");
        }
        self
    }
}

impl std::fmt::Display for Output {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "zhixi {} → {}\n--- stdout\n{}\n--- stderr\n{}",
            self.said, self.code, self.stdout, self.stderr
        )
    }
}

/// The demo, unpacked once for each run of the tests and copied from there.
static DEMO: LazyLock<PathBuf> = LazyLock::new(|| {
    let tmp = Path::new(env!("CARGO_TARGET_TMPDIR"));
    std::fs::create_dir_all(tmp).unwrap();
    // Statics are never dropped: what earlier runs left goes now.
    for entry in std::fs::read_dir(tmp).unwrap().filter_map(Result::ok) {
        let name = entry.file_name().to_string_lossy().into_owned();
        if let Some(pid) = name.strip_prefix("demo-of-")
            && !Path::new("/proc").join(pid).exists()
        {
            let _ = std::fs::remove_dir_all(entry.path());
        }
    }
    let folder = tmp.join(format!("demo-of-{}", std::process::id()));
    let mut env = Env::new();
    env.set("ZHIXI_DATA_DIR", folder.join("data"));
    env.set("ZHIXI_STATE_DIR", folder.join("state"));
    std::fs::create_dir_all(folder.join("state")).unwrap();
    env.run(&["search", "宽带"]).expect_code(0);
    #[cfg(unix)]
    see_first_steps(&env);
    folder
});

/// Opens the desk as a newcomer and goes on; then as somebody who confirms what must be read. Both are written down before
/// anything is searched.
#[cfg(unix)]
fn see_first_steps(env: &Env) {
    for (page, keys) in [("上手：十个键", "宽带"), ("往下读", "<end><enter>宽带")] {
        let mut desk = super::desk::Desk::start(env, &[], 80, 24);
        desk.until_text(page).keys(keys).until_text("结果 3").keys("<ctrl-q>");
        desk.wait_exit();
    }
}

/// Copies a folder with all below it.
pub fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            // A socket that was left is nobody's any more.
            let _ = std::fs::copy(entry.path(), target);
        }
    }
}

/// Another user of the machine, who may read what lies in a home and write nothing but their own folders.
///
/// Permissions do not bind root, and whoever is not root cannot become somebody else; so this works for root only.
#[cfg(unix)]
pub struct Stranger<'e> {
    env: &'e Env,
    own: TempDir,
}

#[cfg(unix)]
impl<'e> Stranger<'e> {
    /// Somebody else, or a word that there is nobody.
    pub fn of(env: &'e Env) -> Option<Stranger<'e>> {
        use std::os::unix::fs::{PermissionsExt as _, chown};
        let own = tempfile::tempdir().unwrap();
        if chown(own.path(), Some(NOBODY), Some(NOBODY)).is_err() {
            skip("only root can run the program as somebody else, to whom permissions apply");
            return None;
        }
        std::fs::set_permissions(env.root.path(), std::fs::Permissions::from_mode(0o755)).unwrap();
        let stranger = Stranger { env, own };
        match stranger.command(&["--version"]).output() {
            Ok(output) if output.status.success() => Some(stranger),
            _ => {
                skip("somebody else cannot start the program where it lies");
                None
            }
        }
    }

    fn command(&self, args: &[&str]) -> Command {
        use std::os::unix::process::CommandExt as _;
        let mut command = self.env.command(args);
        command.uid(NOBODY).gid(NOBODY).current_dir(self.own.path());
        for name in ["HOME", "ZHIXI_CONFIG_DIR", "ZHIXI_DATA_DIR", "ZHIXI_STATE_DIR"] {
            command.env(name, self.own.path().join(name));
        }
        command
    }

    /// Runs the program as this user, with a variable set.
    pub fn run_with(&self, args: &[&str], name: &str, value: &str) -> Output {
        let mut command = self.command(args);
        command.env(name, value);
        finish(command, format!("(as somebody else, {name}={value}) {}", args.join(" ")))
    }

    /// Runs the program as this user.
    pub fn run(&self, args: &[&str]) -> Output {
        finish(self.command(args), format!("(as somebody else) {}", args.join(" ")))
    }
}

/// The user `nobody`, as most systems number it.
#[cfg(unix)]
const NOBODY: u32 = 65_534;

/// Says that a test was not run, past the capture of the test harness.
pub fn skip(why: &str) {
    let _ = writeln!(std::io::stderr(), "SKIPPED: {why}");
}
