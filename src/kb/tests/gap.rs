//! What is kept of a question that has no answer.

use super::*;
use crate::kb::Gap;
use crate::store::desk::DeskStore;

#[test]
fn a_gap_is_kept_once_with_scope_and_time_and_without_personal_numbers() {
    let (dir, mut kb) = kb_of(&[article("a", "宽带断了")]);
    let scope = Scope { region: vec!["云州".into()], ..Scope::default() };
    assert_eq!(kb.record_gap("火星", &scope, NOW).unwrap(), Gap::NoPlace);
    let file = dir.path().join("state").join("desk.db");
    kb.use_desk(&file).unwrap();
    let later = Moment(NOW.0 + 60_000);
    assert_eq!(kb.record_gap(" 13812345678漫游到火星 ", &scope, NOW).unwrap(), Gap::Recorded);
    assert_eq!(kb.record_gap("13812345678漫游到火星", &scope, later).unwrap(), Gap::Known);
    assert_eq!(kb.record_gap("13812345678漫游到火星", &Scope::default(), later).unwrap(), Gap::Recorded);
    kb.record_gap(&"长".repeat(10_000), &scope, later).unwrap();
    let waiting = DeskStore::open(&file).unwrap().waiting_gaps(kb.uuid()).unwrap();
    assert_eq!(waiting.len(), 3);
    assert_eq!(waiting[0].0, NOW);
    assert_eq!(waiting[0].1, r#"{"query":"138******78漫游到火星","scope":{"region":["云州"]}}"#);
    assert!(waiting[2].1.chars().count() < 300);
}
