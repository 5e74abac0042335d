//! A small knowledge base of a fictional operator, found by plain substring.

use jiff::civil::{Date, date};

use std::sync::Arc;

use crate::customer::drift::drift;
use crate::customer::finding::{Finding, Part, Severity};
use crate::customer::house::House;
use crate::kb::{
    Branch, Card, Explanation, FIRST_STEPS, Found, Given, Hidden, KeptContact, MatchPlace, Notice, Overview,
    Row, Share, Shown, WhyNot,
};
use crate::model::{
    Action, ActionKind, Announcement, Answer, Article, Confidence, CustomerAnswer, Face, Hit, Level, Moment,
    Query, Relation, RelationKind, Rendering, Route, Scope, Similar, Stage, Validity, Zone,
};
use crate::text::fold::fold_str;
use crate::tui::event::{Moved, Standing, Trouble};
use crate::tui::fetch::{Fetch, Fetched};
use crate::tui::record::{Record, Recorded};
use crate::tui::widget::rich::find_needles;
use crate::tui::worker::{Desk, IsStale};

/// 2026-11-22 10:00 in Shanghai.
pub const NOW: Moment = Moment(1_795_312_800_000);

/// A knowledge base in memory.
#[derive(Default)]
pub struct Fake {
    pub articles: Vec<Shown>,
    pub overview: Overview,
    pub notice: Option<Notice>,
    /// What every answer says besides its rows.
    pub answer: Found,
    /// Others have written since the last look.
    pub changed: bool,
    pub fails: Option<Trouble>,
    pub standing: Standing,
    pub zone: Zone,
    /// Rows answer by this way and lack these parts of the query.
    pub weak: Option<(Route, u64)>,
    pub hidden: Vec<Hidden>,
    /// What was written down, in order.
    pub records: Vec<Record>,
    /// What a desk that is not there any more has left open.
    pub left_open: Vec<KeptContact>,
    /// Whether like sounds are taken for one another: each time that was said.
    pub blurred: Vec<bool>,
    /// Words that must not leave the house.
    pub leaks: Vec<String>,
}

fn day(text: &str) -> Date {
    text.parse().expect("a day")
}

fn card(id: &str, question: &str, on: Option<&str>) -> Card {
    Card { id: id.into(), question: question.into(), day: on.map(day), is_current: true }
}

fn answer(lead: &str, body: &str) -> Answer {
    Answer { lead: lead.into(), body: body.into() }
}

fn customer(lead: &str, body: &str) -> CustomerAnswer {
    CustomerAnswer { answer: answer(lead, body), ..CustomerAnswer::default() }
}

fn similar(texts: &[&str]) -> Vec<Similar> {
    texts.iter().map(|t| Similar::from(*t)).collect()
}

fn region(name: &str) -> Scope {
    Scope { region: vec![name.into()], ..Scope::default() }
}

fn broadband() -> Article {
    let mut customer = customer(
        "您好，先帮您看一下是不是欠费停机，再看一下光猫上的指示灯。",
        "请您看一下光猫上标着 LOS 的灯：\n\n1. 灯不亮或绿色：请把光猫和路由器都断电 1 分钟再打开；\n2. 红色闪烁：是线路问题，我马上为您登记，师傅 24 小时内联系您上门。\n\n请问现在灯是什么颜色呢？",
    );
    customer.channels.insert(
        "sms".into(),
        Rendering {
            text: "您好，宽带上不了网请先断电重启光猫和路由器；如光猫 LOS 灯红色闪烁，请拨 100196 报修，24 小时内联系您。【云岭通信】".into(),
            based_on: None,
        },
    );
    Article {
        id: Some("kd-0012".into()),
        question: "宽带上不去网怎么办".into(),
        similar: similar(&["宽带断了", "WiFi连上了没网", "家里网络用不了"]),
        category: vec!["宽带".into(), "故障".into()],
        internal: Some(answer(
            "先查欠费停机，再查光猫LOS灯。",
            "## 排查步骤\n1. 在 **BSS** 查账户状态，欠费先引导缴费（见 [缴费入口](https://pay.example.cn/kd)）。\n2. 请客户看光猫 `LOS` 灯：\n   - 不亮：重启光猫与路由器\n   - 红闪：光路中断，派单装维\n3. 大面积故障先查公告，不再逐单派装维。\n\n【必告】上门前装维会电话预约，客户家中须有人。\n【仅内部】同一小区 5 单以上升级为群障，走 FN-2 流程。\n【禁说】一定能在今天修好\n【内外有别】内部时限 12 小时，对客承诺 24 小时。\n\n> 客户情绪激动时先致歉，再报时限。",
        )),
        customer: Some(customer),
        actions: vec![Action {
            kind: ActionKind::Ticket,
            target: "装维".into(),
            fields: vec!["地址".into(), "联系人".into(), "可上门时段".into()],
            limit: Some("24h".into()),
        }],
        relations: vec![
            Relation { kind: RelationKind::Next, to: "kd-0013".into() },
            Relation { kind: RelationKind::SeeAlso, to: "kd-0021".into() },
        ],
        valid: Validity {
            until: Some(day("2027-01-01")),
            review_by: Some(day("2026-12-31")),
            ..Validity::default()
        },
        confidence: Some(Confidence::Validated),
        owner: Some("宽带产品部".into()),
        ..Article::default()
    }
}

fn tariff() -> Article {
    Article {
        id: Some("tf-0129".into()),
        question: "青云系列 5G 套餐有哪些档位".into(),
        similar: similar(&["5G套餐多少钱", "129套餐有多少流量"]),
        category: vec!["移动".into(), "资费".into()],
        internal: Some(answer(
            "青云 5G 套餐有 59、129、199 三档，按自然月计费。",
            "|档位|月费|国内流量|国内通话|宽带|超出资费|办理条件|\n|-|-|-|-|-|-|-|\n|青云59|59元|20GB|200分钟|无|3元/GB|新老客户均可|\n|青云129|129元|60GB|800分钟|300M|3元/GB，15元封顶|在网满三个月且无欠费|\n|青云199|199元|120GB|1500分钟|1000M|3元/GB，15元封顶|需实名一年以上|\n\n【必告】次月 1 日生效，当月不退差价。",
        )),
        customer: Some(customer(
            "青云 5G 套餐有 59 元、129 元、199 元三档，您看平时流量用得多吗？",
            "|档位|月费|流量|通话|\n|-|-|-|-|\n|青云59|59元|20GB|200分钟|\n|青云129|129元|60GB|800分钟|\n|青云199|199元|120GB|1500分钟|\n\n套餐下月 1 日生效。需要现在帮您办理吗？",
        )),
        confidence: Some(Confidence::Validated),
        owner: Some("移动产品部".into()),
        ..Article::default()
    }
}

fn expired() -> Article {
    Article {
        id: Some("pm-0301".into()),
        question: "双节流量赠送活动怎么参加".into(),
        category: vec!["活动".into()],
        internal: Some(answer("活动到 2026-10-08 止，现已下线。", "不再受理补领。")),
        customer: Some(customer("双节赠流量活动已经结束了。", "近期有新的活动，我帮您看一下好吗？")),
        valid: Validity {
            from: Some(day("2026-09-25")),
            until: Some(day("2026-10-09")),
            ..Validity::default()
        },
        confidence: Some(Confidence::Validated),
        owner: Some("市场部".into()),
        ..Article::default()
    }
}

fn lagging() -> Article {
    let mut customer = customer("副卡每张每月 10 元，一共可以办 4 张。", "您想办几张呢？");
    customer.based_on = Some("0".repeat(32));
    Article {
        id: Some("mv-0077".into()),
        question: "副卡怎么收费".into(),
        category: vec!["移动".into(), "资费".into()],
        internal: Some(answer(
            "副卡 2026-11-01 起每张 5 元/月，最多 5 张。",
            "【禁说】副卡免费\n【禁说】以后不会涨价",
        )),
        customer: Some(customer),
        confidence: Some(Confidence::NotValidated),
        owner: Some("移动产品部".into()),
        ..Article::default()
    }
}

fn office(name: &str, hours: &str) -> Article {
    Article {
        id: Some(format!("yy-{name}")),
        question: "营业厅几点开门".into(),
        similar: similar(&["营业厅上班时间"]),
        category: vec!["服务".into()],
        scope: region(name),
        internal: Some(answer(&format!("{name}营业厅 {hours}，节假日不休。"), "法定节假日以门店公告为准。")),
        customer: Some(customer(&format!("{name}的营业厅 {hours} 营业。"), "需要我帮您查最近的一家吗？")),
        confidence: Some(Confidence::Validated),
        ..Article::default()
    }
}

fn coming() -> Article {
    Article {
        id: Some("tf-0200".into()),
        question: "明年新资费什么时候能办".into(),
        internal: Some(answer("2027-01-01 起受理，当前只作学习。", "")),
        customer: None,
        valid: Validity {
            from: Some(day("2027-01-01")),
            study_from: Some(day("2026-11-01")),
            ..Validity::default()
        },
        ..Article::default()
    }
}

fn hostile() -> Article {
    Article {
        id: Some("x-1\u{1b}[2J".into()),
        question: "退\u{202e}款\u{1b}]0;title\u{7}问题".into(),
        internal: Some(answer("先\u{1b}[31m核实\u{200b}。", "a&#27;[2J\r\n|a\u{7}|b|\n|-|-|\n|1\u{9b}2J|2|")),
        customer: Some(customer("退款\u{1b}[2J三天到账\u{200b}。", "请留意短信。")),
        ..Article::default()
    }
}

impl Fake {
    /// The articles above, with announcements and counts.
    pub fn demo() -> Fake {
        let articles = [
            broadband(),
            tariff(),
            expired(),
            lagging(),
            office("云州", "9:00—18:00"),
            office("岭安", "8:30—17:30"),
            office("澜江", "9:30—19:00"),
            coming(),
            hostile(),
        ];
        let today = Zone::default().day_of(NOW);
        let articles = articles
            .into_iter()
            .zip(1..)
            .map(|(article, number)| Shown {
                number,
                revision: number * 10,
                uuid: format!("revision-{number}"),
                revision_no: 3,
                stage: Stage::Published,
                unreviewed_until: None,
                trust: article.valid.trust(today),
                drift: drift(&article, |_| None, &House::default()),
                made: NOW,
                made_on: date(2026, 10, 30),
                author: "editor".into(),
                document: None,
                linked: vec![("kd-0013".into(), "家里换地址宽带怎么移机".into())],
                article,
            })
            .collect();
        Fake { articles, overview: overview(), ..Fake::default() }
    }

    /// Changes an article, and looks again how its texts lag.
    pub fn change(&mut self, id: &str, change: impl FnOnce(&mut Article)) {
        let found = self.articles.iter_mut().find(|shown| shown.article.id.as_deref() == Some(id));
        let shown = found.expect("an article");
        change(&mut shown.article);
        shown.drift = drift(&shown.article, |_| None, &House::default());
    }

    fn row(&self, shown: &Shown, question: usize, needle: &str) -> Row {
        let article = &shown.article;
        let needles = [needle.to_owned()];
        let marked = |text: &str| (text.to_owned(), find_needles(text, &needles));
        Row {
            hit: Hit {
                article: shown.number,
                revision: shown.revision,
                question: u32::try_from(question).expect("few"),
                group: 0,
                score: 1.0,
                missing: 0,
                route: Route::Text,
            },
            id: article.id.clone().unwrap_or_default(),
            used: 0,
            question: article.question.clone(),
            marks: marked(&article.question).1,
            matched: article.questions().nth(question).filter(|_| question > 0).map(marked),
            lead: article
                .customer
                .as_ref()
                .map(|c| c.answer.lead.clone())
                .or_else(|| article.internal.as_ref().map(|a| a.lead.clone()))
                .unwrap_or_default(),
            scope: article.scope.clone(),
            category: article.category.clone(),
            kind: article.kind,
            trust: shown.trust,
            drifted: shown.is_drifted(),
            variants: Vec::new(),
        }
    }
}

fn overview() -> Overview {
    let note = |id: &str, level, title: &str, body: &str| Announcement {
        id: id.into(),
        level,
        title: title.into(),
        body: body.into(),
        scope: Scope::default(),
        from: day("2026-11-20"),
        until: Some(day("2026-11-26")),
        articles: vec!["kd-0012".into()],
    };
    Overview {
        name: "云岭通信".into(),
        is_demo: true,
        // The agent has seen the first steps; a test of theirs takes it back.
        receipts: [FIRST_STEPS.to_owned()].into(),
        read_only: true,
        articles: 212,
        announcements: vec![
            note(
                "a1",
                Level::MustRead,
                "云州城北光缆割接，11月23日0—6时宽带可能中断",
                "影响**城北、河西**两区。\n\n- 不派单\n- 统一解释口径见 kd-0012",
            ),
            note("a2", Level::Alert, "副卡资费11月起下调，客户口径正在更新", "以内部口径为准。"),
        ],
        categories: [
            ("宽带", 0, 48),
            ("故障", 1, 30),
            ("资费", 1, 18),
            ("移动", 0, 71),
            ("活动", 0, 22),
            ("服务", 0, 30),
            ("钱包", 0, 25),
            ("电视", 0, 16),
        ]
        .map(|(name, depth, count)| Branch { name: name.into(), depth, count })
        .to_vec(),
        regions: ["云岭", "云州", "岭安", "澜江"].map(str::to_owned).to_vec(),
        products: ["家庭宽带", "青云5G"].map(str::to_owned).to_vec(),
        customers: ["个人", "政企"].map(str::to_owned).to_vec(),
        changed: vec![
            card("mv-0077", "副卡怎么收费", Some("2026-11-21")),
            card("kd-0012", "宽带上不去网怎么办", Some("2026-10-30")),
        ],
        hot: vec![card("tf-0129", "青云系列 5G 套餐有哪些档位", None)],
        recent: vec![card("kd-0012", "宽带上不去网怎么办", None)],
        favourites: vec![
            card("tf-0129", "青云系列 5G 套餐有哪些档位", None),
            Card { is_current: false, ..card("pm-0301", "双节流量赠送活动怎么参加", None) },
        ],
        expiring: vec![card("kd-0012", "宽带上不去网怎么办", Some("2026-12-31"))],
        ..Overview::default()
    }
}

impl Desk for Fake {
    fn refresh(&mut self, _: Moment) -> bool {
        std::mem::take(&mut self.changed)
    }

    fn standing(&self) -> Standing {
        self.standing.clone()
    }

    fn latest(&mut self, shown: &Shown, _: Moment) -> Result<Option<Shown>, Trouble> {
        Ok(self.articles.iter().find(|s| s.number == shown.number).cloned())
    }

    fn find(&mut self, query: &Query, _: Moment, is_stale: IsStale<'_>) -> Result<Option<Found>, Trouble> {
        if let Some(trouble) = &self.fails {
            return Err(trouble.clone());
        }
        if is_stale() {
            return Ok(None);
        }
        let needle = fold_str(query.text.trim());
        let mut rows: Vec<Row> = Vec::new();
        for shown in &self.articles {
            let wanted = &query.scope.region;
            let here = &shown.article.scope.region;
            if !wanted.is_empty() && !here.is_empty() && !wanted.iter().any(|w| here.contains(w)) {
                continue;
            }
            let is_id = shown.article.id.as_deref().is_some_and(|id| fold_str(id) == needle);
            let question = shown.article.questions().position(|q| fold_str(q).contains(&needle));
            let Some(question) = question.or(is_id.then_some(0)) else { continue };
            let row = self.row(shown, question, &needle);
            match rows.iter_mut().find(|r| r.question == row.question) {
                Some(first) => first.variants.push(row),
                None => rows.push(row),
            }
        }
        rows.truncate(query.limit);
        if let Some((route, missing)) = self.weak {
            rows.iter_mut().for_each(|row| row.hit = Hit { route, missing, ..row.hit });
        }
        Ok(Some(Found { rows, needles: vec![needle], notice: self.notice, ..self.answer.clone() }))
    }

    fn shown(&mut self, revision: i64, _: Moment) -> Result<Option<Shown>, Trouble> {
        Ok(self.articles.iter().find(|s| s.revision == revision).cloned())
    }

    fn leaks(&mut self, shown: &[Arc<Shown>], text: &str) -> Vec<(i64, Finding)> {
        let leak = |word: &String| Finding {
            rule: "leak.system".into(),
            severity: Severity::Error,
            part: Part::Body(Face::Customer),
            at: 0..0,
            text: word.clone(),
            suggestion: None,
        };
        let article = shown.first().map_or(0, |shown| shown.number);
        self.leaks.iter().filter(|word| text.contains(*word)).map(|word| (article, leak(word))).collect()
    }

    fn moved(&mut self, id: &str, revision: &str, _: Moment) -> Option<Moved> {
        let found = self.articles.iter().find(|shown| shown.article.id.as_deref() == Some(id));
        let is_same = found.is_some_and(|shown| shown.uuid == revision && shown.revision < 1000);
        let question = found.map(|shown| shown.article.question.clone()).unwrap_or_default();
        (!is_same).then(|| Moved {
            id: id.to_owned(),
            revision: revision.to_owned(),
            question,
            is_gone: found.is_none(),
            reason: String::new(),
            is_used: false,
        })
    }

    fn overview(&mut self, _: Moment, _: IsStale<'_>) -> Result<Option<Overview>, Trouble> {
        Ok(Some(self.overview.clone()))
    }

    fn sketch(&mut self, _: Moment) -> Result<Overview, Trouble> {
        Ok(self.overview.clone())
    }

    fn blur_sounds(&mut self, blur: bool) {
        self.blurred.push(blur);
    }

    fn zone(&self) -> Zone {
        self.zone.clone()
    }

    fn next_change(&self, now: Moment) -> Moment {
        self.zone.next_midnight(now)
    }

    fn open_contacts(&mut self, _: Moment) -> Vec<KeptContact> {
        self.left_open.clone()
    }

    fn record(&mut self, record: &Record, _: Moment) -> Result<Recorded, Trouble> {
        let is_known = self.records.contains(record);
        self.records.push(record.clone());
        Ok(match record {
            Record::Gap { .. } if is_known => Recorded::Given(Given::Known),
            Record::Gap { .. } | Record::Draft { .. } => Recorded::Given(Given::Kept),
            Record::Feedback { .. } => Recorded::Given(Given::HandedOver),
            Record::Favourite { .. } => Recorded::AtHand,
            Record::FirstSteps => {
                self.overview.receipts.insert(FIRST_STEPS.to_owned());
                Recorded::Done
            }
            Record::Receipts { announcements } => {
                self.overview.receipts.extend(announcements.iter().cloned());
                Recorded::Done
            }
            _ => Recorded::Done,
        })
    }

    fn fetch(&mut self, what: &Fetch, _: Moment) -> Result<Fetched, Trouble> {
        let everywhere = |shown: &&Shown| shown.is_current();
        Ok(match what {
            Fetch::Standing(id) => {
                let found = self.articles.iter().find(|shown| shown.article.id.as_ref() == Some(id));
                Fetched::Standing(found.map(Shown::is_current))
            }
            Fetch::Changed => Fetched::Cards(self.overview.changed.clone()),
            Fetch::Expiring => Fetched::Cards(self.overview.expiring.clone()),
            Fetch::Changes(id) => {
                let found = self.articles.iter().find(|shown| shown.article.id.as_ref() == Some(id));
                Fetched::Changes(found.map(|shown| {
                    let mut before = shown.clone();
                    before.revision_no = 2;
                    before.made_on = date(2026, 6, 1);
                    before.article.owner = Some("装维部".into());
                    if let Some(internal) = &mut before.article.internal {
                        internal.body = internal.body.replace("129", "119");
                        internal.body.push_str("\n\n旧口径一条。");
                    }
                    let (before, after) = (Some(before), shown.clone());
                    Box::new(crate::kb::Changed { before, after, words: Default::default() })
                }))
            }
            Fetch::OfProduct(product, _) => {
                let has = |shown: &&Shown| shown.article.scope.product.contains(product);
                let rows = self.articles.iter().filter(everywhere).filter(has);
                Fetched::OfProduct(rows.map(|shown| self.row(shown, 0, "")).collect())
            }
            Fetch::Elsewhere(shown, scope) => {
                let others = self.articles.iter().filter(everywhere).filter(|other| {
                    other.article.question == shown.article.question
                        && other.number != shown.number
                        && !other.article.scope.region.iter().any(|name| scope.region.contains(name))
                });
                Fetched::Elsewhere(
                    others
                        .map(|other| Hidden {
                            id: other.article.id.clone().unwrap_or_default(),
                            revision: other.revision,
                            question: other.article.question.clone(),
                            why: WhyNot::Scope(
                                crate::model::Axis::Region,
                                other.article.scope.region.clone(),
                            ),
                        })
                        .collect(),
                )
            }
        })
    }

    fn explain(&mut self, query: &Query, id: &str, now: Moment) -> Result<Option<Explanation>, Trouble> {
        let rows = self.find(query, now, &|| false)?.unwrap_or_default().rows;
        let rank = rows.iter().position(|row| row.id == id).map(|at| at + 1);
        let Some(shown) = self.articles.iter().find(|s| s.article.id.as_deref() == Some(id)) else {
            return Ok(None);
        };
        let share = |what: &str, place, route, score| Share { what: what.into(), place, route, score };
        Ok(Some(Explanation {
            id: id.into(),
            question: shown.article.question.clone(),
            rank,
            score: 12.5,
            shares: vec![
                share("宽带", MatchPlace::Question, Route::Text, 7.5),
                share("duanwang", MatchPlace::Question, Route::Pinyin, 4.0),
                share("断网", MatchPlace::Text, Route::Term, 1.0),
            ],
            order: 1.35,
            used: 0,
            all: 1.5,
            missing: vec!["火星".into()],
            why_not: rank.is_none().then(|| WhyNot::Until(day("2026-10-09"))),
        }))
    }

    fn kept_back(&mut self, _: &Query, _: Moment, _: IsStale<'_>) -> Result<Vec<Hidden>, Trouble> {
        Ok(self.hidden.clone())
    }
}
