//! Who the person is to the operating system.

use super::Variables;

/// The account that a process runs as.
struct Account {
    name: String,
    is_root: bool,
}

/// The name of the account that the program runs as, as the system's list of accounts has it: what stands in the
/// environment anybody can write there. Root can become anybody, so a name that root puts into `USER` is believed. An
/// account without a name is `uid-1234`; a system that has no such list is asked for `USERNAME`.
pub fn os_user() -> String {
    choose(&super::real, account())
}

fn choose(variables: Variables<'_>, account: Option<Account>) -> String {
    let said = || super::first_set(variables, &["USER", "LOGNAME", "USERNAME"]);
    match account {
        Some(account) if !account.is_root => account.name,
        Some(account) => said().unwrap_or(account.name),
        None => said().unwrap_or_else(|| "unknown".to_owned()),
    }
}

#[cfg(unix)]
fn account() -> Option<Account> {
    use nix::unistd::{Uid, User};
    let uid = Uid::effective();
    let known = User::from_uid(uid).ok().flatten();
    Some(Account {
        name: known.map_or_else(|| format!("uid-{uid}"), |user| user.name),
        is_root: uid.is_root(),
    })
}

#[cfg(not(unix))]
fn account() -> Option<Account> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::ffi::OsString;

    fn says(name: &str) -> Option<OsString> {
        (name == "USER").then(|| "li".into())
    }

    fn nothing(_: &str) -> Option<OsString> {
        None
    }

    #[test]
    fn nobody_takes_another_name_from_the_environment_but_root() {
        let account = |is_root| Some(Account { name: "zhang".into(), is_root });
        assert_eq!(choose(&says, account(false)), "zhang");
        assert_eq!(choose(&says, account(true)), "li");
        assert_eq!(choose(&nothing, account(true)), "zhang");
        assert_eq!(choose(&says, None), "li");
        assert_eq!(choose(&nothing, None), "unknown");
    }

    #[cfg(unix)]
    #[test]
    fn the_system_knows_who_runs_this() {
        let account = account().expect("an account");
        assert!(!account.name.is_empty());
        assert_eq!(account.is_root, account.name == "root");
    }
}
