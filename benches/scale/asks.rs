//! What is asked: lines of the files that the environment names, else the demo's questions.

use zhixi::model::{Query, Scope};

use crate::common::{asked, demo_questions, dice, growing, is_measuring, lines_of};

/// Where no file has others.
const PINYIN: &[&str] = &[
    "liuliangbao",
    "kuandai duanwang",
    "xiehaozhuanwang",
    "chongzhi",
    "tuiding",
    "guanji",
    "manyou",
    "fapiao",
    "llb",
    "kddw",
    "tczf",
    "流量b",
    "宽带zi",
    "退ding",
];
/// So many characters stand before the letter that an agent has just begun a word with.
const BEFORE_A_LETTER: usize = 4;

/// One of so many of the demo's questions is asked where no file has others.
const STEP: usize = 5;
/// Whole queries where only the working of the bench is asked.
const FEW: usize = 20;

/// Queries of one sort.
pub struct Asks {
    pub name: &'static str,
    pub queries: Vec<Query>,
}

/// All sorts, in the order in which they are told; `scope` is a contact's.
pub fn all(scope: &Scope) -> Vec<Asks> {
    let mut whole = lines_of("ZHIXI_BENCH_QUERIES")
        .unwrap_or_else(|| demo_questions().into_iter().step_by(STEP).collect());
    if !is_measuring() {
        whole.truncate(FEW);
    }
    let prefixes = lines_of("ZHIXI_BENCH_PREFIXES").unwrap_or_else(|| typed(&whole));
    let pinyin =
        lines_of("ZHIXI_BENCH_PINYIN").unwrap_or_else(|| PINYIN.iter().copied().map(str::to_owned).collect());
    let pinyin_prefixes = lines_of("ZHIXI_BENCH_PINYIN_PREFIXES").unwrap_or_else(|| typed(&pinyin));
    let letters = letters(&whole);
    // A filter of the query's own language, where one is named.
    let filter = std::env::var("ZHIXI_BENCH_FILTER").map(|filter| format!("{filter} ")).unwrap_or_default();
    let filtered: Vec<String> = prefixes.iter().map(|prefix| format!("{filter}{prefix}")).collect();

    let anywhere = Scope::default();
    let mut together: Vec<Query> = Vec::new();
    for texts in [&prefixes, &whole, &letters, &pinyin, &pinyin_prefixes] {
        together.extend(texts.iter().map(|text| asked(&format!("{filter}{text}"), scope)));
    }
    dice::shuffle(&mut together);
    let of = |name, texts: &[String], scope: &Scope| Asks {
        name,
        queries: texts.iter().map(|text| asked(text, scope)).collect(),
    };
    vec![
        of("prefixes", &prefixes, &anywhere),
        of("prefixes_filtered", &filtered, scope),
        of("whole", &whole, &anywhere),
        of("letters", &letters, &anywhere),
        of("pinyin", &pinyin, &anywhere),
        of("pinyin_prefixes", &pinyin_prefixes, &anywhere),
        Asks { name: "together", queries: together },
    ]
}

/// A fair sample of everything, in an order without order.
pub fn sample(scope: &Scope, count: usize) -> Vec<Query> {
    let together = all(scope).pop().expect("everything together").queries;
    together.into_iter().take(count).collect()
}

/// Every letter alone, and behind the beginning of each question, with a space and without.
fn letters(whole: &[String]) -> Vec<String> {
    let alphabet = || ('a'..='z').chain('0'..='9');
    let mut letters: Vec<String> = alphabet().map(String::from).collect();
    for (at, (question, letter)) in whole.iter().zip(alphabet().cycle()).enumerate() {
        let beginning: String = question.chars().take(BEFORE_A_LETTER).collect();
        let gap = if at % 2 == 0 { " " } else { "" };
        letters.push(format!("{}{gap}{letter}", beginning.trim_end()));
    }
    letters
}

fn typed(texts: &[String]) -> Vec<String> {
    texts.iter().flat_map(|text| growing(text)).collect()
}
