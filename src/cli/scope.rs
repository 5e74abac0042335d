//! Names given for a contact's scope: the house's own, or a complaint with those that are near.

use super::args::ScopeArgs;
use super::error::CliError;
use crate::config::nearest;
use crate::kb::Overview;
use crate::model::{Axis, Scope};
use crate::text::fold::fold_str;

/// So many near names are offered.
const OFFERED: usize = 5;

/// The scope that is meant: every name as the house writes it.
///
/// # Errors
/// [`CliError::UnknownName`] for the first name that the house does not know.
pub(super) fn scope(args: &ScopeArgs, house: &Overview) -> Result<Scope, CliError> {
    let mut scope = Scope::default();
    for (axis, given, known) in [
        (Axis::Region, &args.region, &house.regions),
        (Axis::Product, &args.product, &house.products),
        (Axis::Customer, &args.customer, &house.customers),
    ] {
        for name in given {
            scope.on_mut(axis).push(own(axis, name, known)?);
        }
    }
    Ok(scope)
}

/// A scope with more names, on whichever axis the house has them.
///
/// # Errors
/// [`CliError::UnknownName`] for the first name that it has on none.
pub(super) fn joined<'n>(
    scope: &Scope,
    names: impl Iterator<Item = &'n str>,
    house: &Overview,
) -> Result<Scope, CliError> {
    let mut scope = scope.clone();
    for name in names {
        let found = Axis::ALL.iter().find_map(|&axis| Some((axis, own(axis, name, house.on(axis)).ok()?)));
        let Some((axis, name)) = found else {
            // The axis on which something is near is the one that was meant.
            let is_near = |axis: &&Axis| house.on(**axis).iter().any(|known| near_to(name, known));
            let axis = Axis::ALL.iter().find(is_near).copied().unwrap_or(Axis::Region);
            let near = near(name, house.on(axis));
            return Err(CliError::UnknownName { axis, name: name.to_owned(), near });
        };
        if !scope.on(axis).contains(&name) {
            scope.on_mut(axis).push(name);
        }
    }
    Ok(scope)
}

/// The house's name for what was written, in any width, case and script; a path is named by its end.
fn own(axis: Axis, written: &str, known: &[String]) -> Result<String, CliError> {
    let is_it = |text: &str| {
        let text = fold_str(text.trim());
        known.iter().find(|name| fold_str(name) == text).cloned()
    };
    let end = written.rsplit(['/', '／']).next().unwrap_or(written);
    is_it(written).or_else(|| is_it(end)).ok_or_else(|| CliError::UnknownName {
        axis,
        name: written.to_owned(),
        near: near(written, known),
    })
}

/// Whether a name holds what was written, or is held by it, or is a slip of the hand away.
fn near_to(written: &str, name: &str) -> bool {
    let (folded, name) = (fold_str(written.trim()), fold_str(name));
    let holds = !folded.is_empty() && (name.contains(&folded) || folded.contains(&name));
    holds || nearest(&folded, [name.as_str()]).is_some()
}

/// Names that hold what was written, or are held by it, or are a slip of the hand away.
fn near(written: &str, known: &[String]) -> Vec<String> {
    let mut near: Vec<String> = known.iter().filter(|name| near_to(written, name)).cloned().collect();
    if near.is_empty() {
        near.extend(known.iter().cloned());
    }
    near.truncate(OFFERED);
    near
}

#[cfg(test)]
mod tests {
    use super::*;

    fn house() -> Overview {
        let names = |names: &[&str]| names.iter().map(|n| (*n).to_owned()).collect();
        Overview {
            regions: names(&["云岭", "云州", "岭安"]),
            products: names(&["家庭宽带", "5G套餐"]),
            ..Overview::default()
        }
    }

    fn asked(region: &str, product: &str) -> Result<Scope, CliError> {
        let some = |name: &str| if name.is_empty() { Vec::new() } else { vec![name.to_owned()] };
        scope(&ScopeArgs { region: some(region), product: some(product), customer: Vec::new() }, &house())
    }

    #[test]
    fn a_name_is_known_in_any_width_case_and_script_and_by_its_path() {
        assert_eq!(asked(" 雲州", "5ｇ套餐").unwrap().label(), "云州 5G套餐");
        assert_eq!(asked("云岭/云州", "").unwrap().region, ["云州"]);
    }

    #[test]
    fn an_unknown_name_is_refused_with_those_that_are_near() {
        let near = |region: &str, product: &str| match asked(region, product) {
            Err(CliError::UnknownName { name, near, .. }) => (name, near),
            other => panic!("{:?}", other.is_ok()),
        };
        assert_eq!(near("云洲", ""), ("云洲".to_owned(), vec!["云岭".to_owned(), "云州".to_owned()]));
        assert_eq!(near("", "宽带"), ("宽带".to_owned(), vec!["家庭宽带".to_owned()]));
        assert_eq!(near("海外三区", "").1, ["云岭", "云州", "岭安"], "nothing is near: what there is");
    }
}
