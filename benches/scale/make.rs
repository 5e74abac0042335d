//! Makes a large set of articles out of a smaller one, for tests of scale: `make --help`.
//!
//! The smaller set is held in memory, what is made of it is written as it comes: a million articles of 200,000 take
//! no more room than ten.

use std::fs::File;
use std::io::{BufRead as _, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

use clap::Parser;
use serde_json::{Value, json};

use super::pool::{Pool, title_of};
use super::similar::similar;
use super::title::Titles;
use crate::common::dice::Dice;

const CATEGORIES: &[[&str; 2]] = &[
    ["宽带", "故障"],
    ["宽带", "办理"],
    ["套餐", "资费"],
    ["套餐", "变更"],
    ["流量", "查询"],
    ["账务", "缴费"],
    ["账务", "发票"],
    ["网络", "信号"],
    ["终端", "设置"],
    ["服务", "投诉"],
];
const REGIONS: &[&str] = &["云州", "岭安", "澜川", "松坪", "雁湖"];
const PRODUCTS: &[&str] = &["家庭宽带", "手机", "固话", "专线"];
const CUSTOMERS: &[&str] = &["个人", "政企"];

/// Makes a large set of articles out of a smaller one.
#[derive(Parser)]
#[command(name = "scale make", no_binary_name = true)]
struct Wishes {
    /// JSON Lines with `title` and `body` (or in the exchange format)
    #[arg(long)]
    from: PathBuf,
    /// The file to write
    #[arg(long)]
    out: PathBuf,
    /// So many articles, each of 2 to 5 paragraphs of different ones; without it, those of --from as they are
    #[arg(long)]
    articles: Option<usize>,
    /// Similar questions of each article, made of its title
    #[arg(long, default_value_t = 0)]
    similar: usize,
    /// Gives every article a category, and every third one a region, product or customer type
    #[arg(long)]
    scopes: bool,
}

/// What was made.
#[derive(Default)]
struct Count {
    articles: usize,
    similar: usize,
    bytes: usize,
}

pub fn run(args: &[String]) {
    let wishes = Wishes::parse_from(args);
    let mut out = BufWriter::new(File::create(&wishes.out).expect("the file of --out"));
    let count = match wishes.articles {
        Some(articles) => recombine(&wishes, articles, &mut out),
        None => extend(&wishes, &mut out),
    };
    out.flush().expect("the file on disk");
    println!(
        "{} articles, {} similar questions, {} bytes: {}",
        count.articles,
        count.similar,
        count.bytes,
        wishes.out.display()
    );
}

/// The same articles, with what is wished added to each.
fn extend(wishes: &Wishes, out: &mut impl Write) -> Count {
    let lines = BufReader::new(File::open(&wishes.from).expect("the file of --from"));
    let mut count = Count::default();
    for line in lines.lines() {
        let mut article: Value = serde_json::from_str(&line.expect("a line")).expect("an article");
        let mut dice = Dice::nth(count.articles as u64);
        let title = title_of(&article);
        dress(&mut article, &title, wishes, &mut dice, &mut count);
        write(out, &article, &mut count);
    }
    count
}

fn recombine(wishes: &Wishes, articles: usize, out: &mut impl Write) -> Count {
    let pool = Pool::read(&wishes.from);
    let mut titles = Titles::default();
    let mut count = Count::default();
    for number in 0..articles {
        // Dice of its own for each: the first ten of a million are the ten of ten.
        let mut dice = Dice::nth(number as u64);
        let at = number % pool.len();
        let title = titles.give(&pool, at, &mut dice);
        let mut article = json!({ "id": number + 1, "title": title, "body": body(&pool, at, &mut dice) });
        dress(&mut article, &title, wishes, &mut dice, &mut count);
        write(out, &article, &mut count);
    }
    println!("{} of {} titles are those of {}", titles.real, count.articles, wishes.from.display());
    count
}

/// A paragraph of the article itself, that the title may mean something, and one of each of some others.
fn body(pool: &Pool, at: usize, dice: &mut Dice) -> String {
    let mut sources = vec![at];
    let wanted = dice.between(2, 5).min(pool.len());
    while sources.len() < wanted {
        let other = dice.below(pool.len());
        if !sources.contains(&other) {
            sources.push(other);
        }
    }
    let paragraphs: Vec<&str> = sources.iter().map(|&source| pool.paragraph(source, dice)).collect();
    paragraphs.join("\n\n")
}

fn dress(article: &mut Value, title: &str, wishes: &Wishes, dice: &mut Dice, count: &mut Count) {
    let similar = similar(title, wishes.similar, dice);
    count.similar += similar.len();
    if !similar.is_empty() {
        article["similar"] = json!(similar);
    }
    if wishes.scopes {
        article["category"] = json!(dice.of(CATEGORIES));
        let (axis, names) = *dice.of(&[("region", REGIONS), ("product", PRODUCTS), ("customer", CUSTOMERS)]);
        if dice.once_in(3) {
            article["scope"] = json!({ axis: [dice.of(names)] });
        }
    }
}

fn write(out: &mut impl Write, article: &Value, count: &mut Count) {
    let line = serde_json::to_vec(article).expect("a line");
    out.write_all(&line).and_then(|()| out.write_all(b"\n")).expect("a line on disk");
    count.articles += 1;
    count.bytes += line.len() + 1;
}

/// Whether making still works: few articles of the demo's, twice the same.
pub fn try_out(dir: &Path) {
    let from = dir.join("from.jsonl");
    let mut file = BufWriter::new(File::create(&from).expect("a file"));
    for article in crate::common::demo_articles() {
        serde_json::to_writer(&mut file, &article).expect("a line");
        file.write_all(b"\n").expect("its end");
    }
    file.flush().expect("the file on disk");
    let made = ["one.jsonl", "other.jsonl"].map(|name| {
        let out = dir.join(name);
        let paths = [&from, &out].map(|path| path.to_string_lossy().into_owned());
        let [from, to] = paths;
        let args = ["--from", &from, "--out", &to, "--articles", "2000", "--similar", "3", "--scopes"];
        run(&args.map(str::to_owned));
        std::fs::read_to_string(&out).expect("what was made")
    });
    assert_eq!(made[0].lines().count(), 2000, "as many as wished");
    assert_eq!(made[0], made[1], "chance falls the same twice");
}
