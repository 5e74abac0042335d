//! Makes articles by recombining the sentences of the demo's.
//!
//! A title is a stem of one demo question with the ending of another, so that many titles share most of their
//! characters, as they do in a real house; numbers, codes and places vary, so that the vocabulary grows with the count.

use super::dice::Dice;
use zhixi::model::{Answer, Article, CustomerAnswer, Rendering, Scope, Similar, Stage};

/// Endings that titles of the field have; those of the demo's titles are cut off where they are one of these.
const ENDINGS: &[&str] = &[
    "怎么办理",
    "怎么开通",
    "怎么取消",
    "怎么退订",
    "怎么恢复",
    "怎么解冻",
    "怎么重置",
    "怎么处理",
    "怎么查询",
    "怎么收费",
    "怎么计算",
    "怎么申请",
    "怎么变更",
    "怎么补办",
    "怎么激活",
    "怎么使用",
    "怎么设置",
    "怎么投诉",
    "怎么收",
    "怎么算",
    "怎么办",
    "怎么退",
    "怎么领",
    "怎么查",
    "怎么改",
    "失败怎么办",
    "用不了怎么办",
    "办理条件",
    "资费说明",
    "资费",
    "多久到账",
    "多久生效",
    "多少钱",
    "有哪些限制",
    "有哪些限制条件",
    "有哪些条件",
    "需要带什么证件",
    "可以跨区办理吗",
    "还能恢复吗",
    "能不能代办",
    "什么时候生效",
    "有没有违约金",
    "注意事项",
    "常见问题",
    "的影响",
    "处理流程",
    "查询方法",
    "升级标准",
    "解释口径",
];

/// What stands before a title: where, for whom, by which way.
const ASIDES: &[&str] = &[
    "",
    "",
    "",
    "",
    "云州",
    "岭安",
    "澜川",
    "松坪",
    "雁湖",
    "校园客户",
    "政企客户",
    "银龄客户",
    "家庭客户",
    "营业厅",
    "线上",
    "App内",
    "热线",
    "夜间",
    "节假日",
    "异地",
    "过户后",
    "携转后",
    "停机期间",
    "合约期内",
    "新入网",
    "换卡后",
];

/// Names of places are a first and a second part; they bring words that few articles have.
const PLACES: (&[&str], &[&str]) = (
    &[
        "翠湖", "锦绣", "望江", "东风", "朝阳", "梧桐", "金桂", "凤凰", "龙泉", "青山", "白云", "紫荆",
        "文昌", "古塔", "石桥", "柳林", "枫叶", "秀水", "明德", "长乐", "福田", "临溪", "丹霞", "松涛",
        "竹海", "星河", "玉泉", "南屏",
    ],
    &[
        "花园",
        "新村",
        "家园",
        "小区",
        "广场",
        "大厦",
        "路口",
        "街道",
        "工业园",
        "学院",
        "医院",
        "车站",
        "公寓",
        "市场",
        "社区",
        "营业厅",
        "机房",
        "片区",
    ],
);

/// So many articles, always the same ones.
pub fn articles(count: usize) -> Vec<Article> {
    let demo = super::demo_articles();
    let mut maker = Maker::new(&demo);
    (1..=count).map(|number| maker.article(number)).collect()
}

struct Maker<'a> {
    dice: Dice,
    demo: &'a [Article],
    stems: Vec<&'a str>,
    similar: Vec<&'a str>,
    /// Sentences of internal answers.
    internal: Vec<String>,
    /// Sentences of customer answers.
    customer: Vec<String>,
    /// Whole tables.
    tables: Vec<String>,
}

impl<'a> Maker<'a> {
    fn new(demo: &'a [Article]) -> Maker<'a> {
        let internal = || demo.iter().filter_map(|a| a.internal.as_ref());
        let customer = || demo.iter().filter_map(|a| a.customer.as_ref()).map(|c| &c.answer);
        Maker {
            dice: Dice::default(),
            demo,
            stems: demo.iter().map(|a| stem(&a.question)).collect(),
            similar: demo.iter().flat_map(|a| a.similar.iter().map(|s| s.text.as_str())).collect(),
            internal: internal().flat_map(sentences).collect(),
            customer: customer().flat_map(sentences).collect(),
            tables: internal().filter_map(table).collect(),
        }
    }

    fn article(&mut self, number: usize) -> Article {
        // Kind, category, validity, owner and the like come from one article, so that they go together.
        let donor = self.dice.of(self.demo).clone();
        let stem = *self.dice.of(&self.stems);
        let internal = Answer { lead: self.told(), body: self.internal_body() };
        let mut customer = CustomerAnswer {
            answer: Answer { lead: self.said(), body: self.customer_body() },
            based_on: Some(internal.hash()),
            ..CustomerAnswer::default()
        };
        if self.dice.once_in(3) {
            let text = format!("【云岭通信】{}详询100196。", ended(&self.said()));
            customer.channels.insert("sms".into(), Rendering { text, based_on: customer.based_on.clone() });
        }
        Article {
            id: Some(format!("bn-{number:06}")),
            question: format!("{}{stem}{}", self.dice.of(ASIDES), self.dice.of(ENDINGS)),
            similar: (0..3).map(|_| Similar::from(self.similar(stem).as_str())).collect(),
            scope: self.scope(),
            internal: Some(internal),
            customer: Some(customer),
            relations: Vec::new(),
            stage: Some(Stage::Published),
            ..donor
        }
    }

    /// Two customers' sentences in one, or one about this article's matter.
    fn similar(&mut self, stem: &str) -> String {
        let (one, other) = (*self.dice.of(&self.similar), *self.dice.of(&self.similar));
        match self.dice.below(3) {
            0 => format!("{one}，{other}"),
            1 => format!("{stem}，{one}"),
            _ => format!("{}{stem}{}", self.dice.of(ASIDES), self.dice.of(ENDINGS)),
        }
    }

    fn scope(&mut self) -> Scope {
        let mut scope = self.dice.of(self.demo).scope.clone();
        if self.dice.once_in(6) {
            scope.region = vec![(*self.dice.of(&["云州", "岭安", "澜川", "松坪", "雁湖"])).to_owned()];
        }
        scope
    }

    fn told(&mut self) -> String {
        let sentence = self.dice.of(&self.internal).clone();
        self.varied(&sentence)
    }

    fn said(&mut self) -> String {
        let sentence = self.dice.of(&self.customer).clone();
        self.varied(&sentence)
    }

    fn internal_body(&mut self) -> String {
        let mut body = String::from("### 口径\n");
        for _ in 0..self.dice.between(3, 7) {
            body.push_str(&format!("- {}\n", ended(&self.told())));
        }
        if self.dice.once_in(5) && !self.tables.is_empty() {
            let table = self.dice.of(&self.tables).clone();
            body.push_str(&format!("\n{}\n\n", self.varied(&table)));
        }
        body.push_str("### 处理步骤\n");
        for step in 1..=self.dice.between(2, 5) {
            body.push_str(&format!("{step}. {}\n", ended(&self.told())));
        }
        if self.dice.once_in(2) {
            body.push_str(&format!("- 涉及网点：{}、{}。\n", self.place(), self.place()));
        }
        body.push_str(&format!("### 依据\n云岭市场〔2026〕{}号。", self.dice.between(1, 400)));
        body
    }

    fn customer_body(&mut self) -> String {
        (0..self.dice.between(3, 6)).map(|_| ended(&self.said())).collect()
    }

    fn place(&mut self) -> String {
        let (first, second) = PLACES;
        format!("{}{}", self.dice.of(first), self.dice.of(second))
    }

    /// The same text with every other number changed to one of the same length.
    fn varied(&mut self, text: &str) -> String {
        let mut changes = None;
        text.chars()
            .map(|c| {
                if !c.is_ascii_digit() {
                    changes = None;
                    return c;
                }
                let is_first = changes.is_none();
                match *changes.get_or_insert_with(|| self.dice.once_in(2)) {
                    false => c,
                    true => *self.dice.of(if is_first { DIGITS_FIRST } else { DIGITS }),
                }
            })
            .collect()
    }
}

const DIGITS: &[char] = &['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'];
const DIGITS_FIRST: &[char] = &['1', '2', '3', '4', '5', '6', '7', '8', '9'];

/// A title without its ending.
fn stem(title: &str) -> &str {
    let without = |ending: &&str| title.strip_suffix(ending).filter(|stem| stem.chars().nth(1).is_some());
    ENDINGS.iter().filter_map(without).min_by_key(|stem| stem.len()).unwrap_or(title)
}

/// The sentences of an answer: no headings, no tables, no marks of lists.
fn sentences(answer: &Answer) -> Vec<String> {
    let is_text = |line: &&str| !line.is_empty() && !line.starts_with(['#', '|', '>']);
    [answer.lead.as_str()]
        .into_iter()
        .chain(answer.body.lines().map(str::trim).filter(is_text))
        .flat_map(|line| unmarked(line).split('。'))
        .map(str::trim)
        .filter(|part| part.chars().nth(4).is_some())
        .map(str::to_owned)
        .collect()
}

/// A line without the mark of a list.
fn unmarked(line: &str) -> &str {
    let number = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let marked = line.strip_prefix("- ").or_else(|| number.strip_prefix(". "));
    marked.unwrap_or(line)
}

/// A sentence with its full stop, unless it has an end of its own.
fn ended(sentence: &str) -> String {
    let stop = if sentence.ends_with(['？', '！', '；', '：', '”']) { "" } else { "。" };
    format!("{sentence}{stop}")
}

/// The table of an answer, if it has one.
fn table(answer: &Answer) -> Option<String> {
    let rows: Vec<&str> = answer.body.lines().filter(|line| line.starts_with('|')).collect();
    (rows.len() > 2).then(|| rows.join("\n"))
}
