//! Lint on sentences as call centres write them, and on the demo.

use std::collections::BTreeSet;

use zhixi::customer::finding::{Finding, Part, Severity};
use zhixi::customer::lint::{Lint, Rule, Rules, lint, message_key};
use zhixi::model::{Answer, Article, Channels, CustomerAnswer, Face, Rendering, Similar, Term, TermKind};

use crate::support::repo;

fn read(path: &str) -> String {
    std::fs::read_to_string(repo(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn terms(path: &str) -> Vec<Term> {
    let row = |line: &str| {
        let cells: Vec<&str> = line.split('\t').collect();
        let [kind, term, customer, note] = cells.as_slice() else { panic!("{path}: {line}") };
        Term {
            kind: TermKind::from_word(kind).unwrap_or_else(|| panic!("{path}: {line}")),
            term: (*term).into(),
            customer: (*customer).into(),
            note: (*note).into(),
        }
    };
    read(path).lines().skip(1).map(row).collect()
}

/// A case: the rule that must speak, or `-`; the text of the article that holds the sentence; the sentence.
struct Case {
    line: usize,
    rule: String,
    place: String,
    text: String,
}

fn cases() -> Vec<Case> {
    let case = |(line, number): (&str, usize)| {
        let cells: Vec<&str> = line.split('\t').collect();
        let [rule, place, text] = cells.as_slice() else { panic!("cases.tsv:{number}: {line}") };
        let text = match text.strip_prefix('@') {
            // So many chars of speech.
            Some(count) => {
                let count: usize = count.trim_end_matches('话').parse().unwrap();
                "话话话话话话话话话。".chars().cycle().take(count).collect()
            }
            None => text.replace("\\n", "\n"),
        };
        Case { line: number, rule: (*rule).into(), place: (*place).into(), text }
    };
    read("tests/data/lint/cases.tsv")
        .lines()
        .zip(1..)
        .filter(|(line, _)| !line.is_empty() && !line.starts_with('#'))
        .map(case)
        .collect()
}

/// An article in which nothing is to be found, but for the sentence.
fn article(case: &Case) -> Article {
    const CLOSING: &str = "您看可以吗？";
    let mut article = Article { question: "怎么办理".into(), ..Article::default() };
    let mut answer = Answer { lead: "可以办理。".into(), body: CLOSING.into() };
    let mut customer = CustomerAnswer::default();
    let text = case.text.clone();
    match case.place.as_str() {
        "question" => article.question = text,
        "similar" => article.similar = vec![Similar::from(text.as_str())],
        "internal" => article.internal = Some(Answer::of_body(text)),
        "lead" => answer.lead = text,
        "body" => answer.body = format!("{text}\n\n{CLOSING}"),
        channel => {
            assert!(Channels::shipped().get(channel).is_some(), "no place {channel}");
            customer.channels.insert(channel.into(), Rendering { text, based_on: None });
        }
    }
    customer.answer = answer;
    article.customer = Some(customer);
    article
}

#[test]
fn each_sentence_is_judged_as_an_editor_would() {
    let rules = Rules::with_terms(&terms("tests/data/lint/terms.tsv"));
    let mut wrong = Vec::new();
    for case in cases() {
        let found = lint(&article(&case), &rules, Channels::shipped());
        let names: BTreeSet<&str> = found.iter().map(|f| f.rule.as_str()).collect();
        let wanted: BTreeSet<&str> = case.rule.split(',').filter(|rule| *rule != "-").collect();
        if names != wanted {
            let said: Vec<String> = found.iter().map(|f| format!("{} “{}”", f.rule, f.text)).collect();
            wrong.push(format!("{}: {} {} — {said:?}", case.line, case.rule, case.text));
        }
    }
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn half_of_the_sentences_are_fine_and_every_rule_of_words_has_one() {
    let cases = cases();
    let fine = cases.iter().filter(|case| case.rule == "-").count();
    assert!(cases.len() >= 400 && fine * 2 >= cases.len(), "{fine} of {}", cases.len());
    for case in &cases {
        assert!(case.rule == "-" || Rule::from_word(&case.rule).is_some(), "cases.tsv:{}", case.line);
    }
    // What takes more than a sentence to show has tests of its own.
    let elsewhere = [
        "leak.must_not_say",
        "form.similar_twice",
        "form.similar_elsewhere",
        "form.no_answer",
        "form.no_customer",
        "form.section",
        "form.closing",
    ];
    for rule in Rule::ALL.iter().map(|rule| rule.word()).filter(|rule| !elsewhere.contains(rule)) {
        assert!(cases.iter().any(|case| case.rule == rule), "no sentence for {rule}");
    }
}

fn demo() -> Vec<Article> {
    let mut names: Vec<_> = std::fs::read_dir(repo("data/demo"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .filter(|name| name.ends_with(".jsonl") && name != "announcements.jsonl")
        .collect();
    names.sort();
    names
        .iter()
        .flat_map(|name| {
            let text = read(&format!("data/demo/{name}"));
            text.lines().map(|line| serde_json::from_str(line).unwrap()).collect::<Vec<Article>>()
        })
        .collect()
}

fn text_of<'a>(article: &'a Article, part: &Part) -> &'a str {
    let customer = article.customer.as_ref();
    match part {
        Part::Question => &article.question,
        Part::Similar(number) => &article.similar[*number].text,
        Part::Lead(Face::Internal) => article.internal.as_ref().map_or("", |a| &a.lead),
        Part::Body(Face::Internal) => article.internal.as_ref().map_or("", |a| &a.body),
        Part::Lead(Face::Customer) => customer.map_or("", |c| &c.answer.lead),
        Part::Body(Face::Customer) => customer.map_or("", |c| &c.answer.body),
        Part::Rendering(channel) => customer.map_or("", |c| &c.channels[channel].text),
    }
}

#[test]
fn a_finding_stands_where_it_says() {
    let rules = Rules::with_terms(&terms("data/demo/terms.tsv"));
    let mut placed = 0;
    for article in demo() {
        let found = lint(&article, &rules, Channels::shipped());
        for finding in &found {
            if !finding.at.is_empty() {
                assert_eq!(
                    text_of(&article, &finding.part).get(finding.at.clone()),
                    Some(finding.text.as_str())
                );
                placed += 1;
            }
        }
        let places: Vec<_> = found.iter().map(|f| (&f.part, f.at.start, f.at.end)).collect();
        assert!(places.is_sorted(), "{places:?}");
        let once: BTreeSet<_> = found.iter().map(|f| (&f.rule, &f.part, f.at.start, f.at.end)).collect();
        assert_eq!(once.len(), found.len(), "{:?} has a finding twice", article.id);
    }
    assert!(placed > 100, "{placed}");
}

/// What is put in must be found: at the end of the lead, in the middle and at the end of the body.
#[test]
fn what_is_put_into_a_demo_answer_is_found() {
    let terms = terms("data/demo/terms.tsv");
    let rules = Rules::with_terms(&terms);
    let lint = Lint::new(&rules, Channels::shipped());
    let codes = ["YF-2301", "KD-LC-203", "流程码YF-1101", "流程编号LC2031", "云岭市场〔2026〕8号"];
    let extensions = ["分机8021", "分机 8001", "内线8010", "班长8001", "内线电话 6003", "值班经理8001"];
    let words = terms.iter().filter(|t| t.kind != TermKind::Promise).map(|t| t.term.as_str());
    let secrets: Vec<&str> = words.chain(codes).chain(extensions).collect();
    let (mut put_in, mut missed) = (0, Vec::new());
    for (number, article) in demo().into_iter().enumerate() {
        // Each article gets other ones, all of them many times over the whole demo.
        for (turn, secret) in secrets.iter().enumerate().filter(|(turn, _)| (turn + number) % 7 == 0) {
            let mut article = article.clone();
            let answer = &mut article.customer.as_mut().unwrap().answer;
            let sentence = format!("这里是{secret}，");
            let part = match turn % 3 {
                0 => {
                    answer.lead = format!("{sentence}{}", answer.lead);
                    Part::Lead(Face::Customer)
                }
                1 => {
                    answer.body = format!("{sentence}{}", answer.body);
                    Part::Body(Face::Customer)
                }
                _ => {
                    answer.body = format!("{}\n\n{sentence}请您留意。", answer.body);
                    Part::Body(Face::Customer)
                }
            };
            put_in += 1;
            let text = text_of(&article, &part);
            let from = text.rfind(&sentence).unwrap() + "这里是".len();
            let at = from..from + secret.len();
            let is_found = lint.article(&article).iter().any(|f| {
                f.rule.starts_with("leak.") && f.part == part && f.at.start < at.end && at.start < f.at.end
            });
            if !is_found {
                missed.push(format!("{} in {:?}", secret, article.id));
            }
        }
    }
    let found = put_in - missed.len();
    assert!(put_in > 5_000, "{put_in}");
    assert!(found * 100 >= put_in * 99, "{found} of {put_in}, missed: {missed:#?}");
}

/// Errors of lint in the demo, each of them on purpose or a fault of the demo; read them before this list grows.
#[test]
fn the_demo_has_no_error_but_these() {
    let rules = Rules::with_terms(&terms("data/demo/terms.tsv"));
    let mut errors = Vec::new();
    for article in demo() {
        for finding in lint(&article, &rules, Channels::shipped()) {
            if finding.severity == Severity::Error {
                errors.push(format!("{} {}", article.id.as_deref().unwrap_or_default(), finding.key()));
            }
        }
    }
    assert_eq!(errors, Vec::<String>::new());
}

#[test]
fn every_rule_has_a_message_in_both_languages() {
    use zhixi::i18n::{Language, Messages};
    for language in [Language::Chinese, Language::English] {
        let messages = Messages::new(language);
        for rule in Rule::ALL {
            let finding = Finding {
                rule: rule.word().into(),
                severity: Severity::Hint,
                part: Part::Question,
                at: 0..0,
                text: String::new(),
                suggestion: None,
            };
            let key = message_key(&finding);
            let message = messages.find(&key).unwrap_or_else(|| panic!("{language:?} lacks {key}"));
            assert!(message.contains("{text}"), "{key}: {message}");
        }
        assert!(messages.get("lint.suggestion").contains("{suggestion}"));
    }
}
