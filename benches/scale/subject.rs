//! The knowledge base that is measured, and who measures it.

use std::path::PathBuf;

use tempfile::TempDir;
use zhixi::config::{clock, os_user};
use zhixi::kb::{Health, Kb, Who, Wish};
use zhixi::model::{Moment, Scope};

use crate::common::{self, NOW};

pub struct Scale {
    pub kb: Kb,
    /// Its time.
    pub now: Moment,
    /// A contact's scope.
    pub scope: Scope,
    /// Whoever may publish in it.
    pub who: Who,
    // After the knowledge base: fields are dropped in this order.
    _dir: Option<TempDir>,
}

impl Scale {
    /// The one in `ZHIXI_BENCH_KB`, else one made of the demo's sentences.
    pub fn open() -> Scale {
        let Some(dir) = common::named_kb() else {
            let made = common::made_kb(common::many());
            return Scale { kb: made.kb, now: NOW, scope: made.scope, who: common::who(), _dir: made.dir };
        };
        let kb = Kb::open(&dir, Wish::Read).expect("the knowledge base in ZHIXI_BENCH_KB");
        let health = kb.health().expect("its state");
        assert!(health == Health::InStep, "its index is not in step: run `zhixi reindex` on it first");
        let now = clock::now();
        let regions = kb.sketch(now).expect("its outline").regions;
        // Where no article has a scope, a scope still costs its filter.
        let scope = Scope {
            region: regions.into_iter().take(1).collect(),
            customer: vec!["个人".into()],
            ..Scope::default()
        };
        let who = Who { os_user: os_user(), agent_no: None };
        Scale { kb, now, scope, who, _dir: None }
    }

    pub fn path(&self) -> PathBuf {
        self.kb.place().root().to_path_buf()
    }

    /// Where its time stands, for a process of our own.
    pub fn time(&self) -> String {
        self.now.0.to_string()
    }
}
