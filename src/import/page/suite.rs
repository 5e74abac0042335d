//! Pages as help centres have them, and pages that nobody should have made.

use std::fs;

use super::*;
use crate::import::{Item, Note, Options, read};

/// What a page yields: question, shelf, source and text of each article.
fn told(html: &[u8], options: &Options) -> (Vec<[String; 4]>, Vec<Note>) {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("帮助");
    fs::create_dir_all(folder.join("宽带")).unwrap();
    fs::write(folder.join("宽带/页.html"), html).unwrap();
    let mut out = Vec::new();
    let summary = read(&folder, options, &mut |_, _| (), &mut |item| {
        out.push(match item {
            Item::Draft(draft) => {
                let article = draft.article;
                let customer = article.customer.map(|face| face.answer.body);
                let body = customer.or(article.internal.map(|face| face.body)).unwrap_or_default();
                let source = article.source.map(|source| source.reference).unwrap_or_default();
                [article.question, article.category.join("/"), source, body]
            }
            Item::Refused(error) => [error.reason.to_string(), String::new(), String::new(), String::new()],
        });
        ControlFlow::Continue(())
    });
    (out, summary.unwrap().notes)
}

fn of(html: &str) -> Vec<[String; 4]> {
    told(html.as_bytes(), &Options::default()).0
}

fn questions(html: &str) -> Vec<(String, String)> {
    of(html).into_iter().map(|[question, _, _, body]| (question, body)).collect()
}

fn pairs(wanted: &[(&str, &str)]) -> Vec<(String, String)> {
    wanted.iter().map(|(question, body)| ((*question).to_owned(), (*body).to_owned())).collect()
}

const AROUND: (&str, &str) = (
    "<!doctype html><html><head><title>移机说明 - 某某帮助中心</title>\
     <link rel=canonical href=\"https://help.example/move\"><style>p{}</style></head><body>\
     <header><a href=/>某某帮助中心</a></header><nav><ul><li><a href=/a>首页</a></li></ul></nav>\
     <div class=\"breadcrumb\"><a href=/>首页</a> &gt; <a href=/b>宽带</a> &gt; <a href=/c>移机</a></div>\
     <div class=left-menu id=sidebar><a href=/1>资费</a></div>",
    "<div class=\"related\">相关文章：<a href=/x>拆机</a></div><footer>版权所有</footer>\
     <script>alert('x<y')</script></body></html>",
);

#[test]
fn a_page_is_one_article_without_what_leads_elsewhere() {
    let main = "<div class=page><h1>宽带移机说明</h1><p>移机<b>免费</b>，见<a href=\"https://a.example/x\">资费</a>。</p>\
                <img src=\"img/灯.png\" alt=\"指示灯\"><h3>步骤</h3><ol><li>查资源<li>派单</ol>\
                <table><tr><th>地区</th><th>时限</th></tr><tr><td>城区</td><td>48小时</td></tr></table></div>";
    let html = [AROUND.0, main, AROUND.1].concat();
    let body = "## 宽带移机说明\n\n移机免费，见[资费](https://a.example/x)。\n\n![指示灯](img/灯.png)\n\n### 步骤\n\n1. 查资源\n2. 派单\n\n\
                | 地区 | 时限 |\n| --- | --- |\n| 城区 | 48小时 |";
    let [question, category, source, text] = of(&html).remove(0);
    assert_eq!((question.as_str(), category.as_str()), ("宽带移机说明", "宽带/移机"));
    assert_eq!((source.as_str(), text.as_str()), ("https://help.example/move", body));
}

#[test]
fn pages_of_questions_become_their_articles() {
    let headings = "<main><h1>常见问题</h1><h2 id=fee>1. 怎么收费？</h2><p>每月10元。</p><h2><a id=back></a>2. 能退吗</h2><p>能。</p></main>";
    let found = of(&[AROUND.0, headings, AROUND.1].concat());
    assert_eq!(found[0][..3], ["怎么收费？", "宽带/移机", "https://help.example/move#fee"]);
    assert_eq!(found[1][2..], ["https://help.example/move#back", "能。"]);
    let expected = pairs(&[("怎么收费？", "每月10元。"), ("能退吗", "能。")]);
    for html in [
        headings,
        "<dl><dt>怎么收费？<dd>每月10元。<dt>能退吗<dd><p>能。</p></dl>",
        "<details open><summary><b>怎么收费？</b></summary>每月10元。</details><details><summary>能退吗</summary><p>能。</p></details>",
        "<p><b>问：怎么收费？</b></p><p>答：每月10元。</p><p>问：能退吗</p><p>答：能。</p>",
        "<div itemscope itemtype=\"https://schema.org/FAQPage\"><div itemscope itemprop=mainEntity itemtype=\"https://schema.org/Question\">\
         <h3 itemprop=name>怎么收费？</h3><div itemscope itemprop=acceptedAnswer itemtype=\"https://schema.org/Answer\"><div itemprop=text>每月10元。</div></div></div>\
         <div itemscope itemprop=mainEntity itemtype=\"https://schema.org/Question\"><h3 itemprop=name>能退吗</h3>\
         <div itemprop=acceptedAnswer><p itemprop=text>能。</p></div></div></div>",
        "<script type=\"application/ld+json\">{\"@context\":\"https://schema.org\",\"@graph\":[{\"@type\":[\"FAQPage\"],\"mainEntity\":[\
         {\"@type\":\"Question\",\"name\":\"怎么收费？\",\"acceptedAnswer\":{\"@type\":\"Answer\",\"text\":\"<p>每月10元。</p>\"}},\
         {\"@type\":\"Question\",\"name\":\"能退吗\",\"suggestedAnswer\":[{\"text\":\"能。\"}]}]}]}</script><p>正文</p>",
    ] {
        assert_eq!(questions(html), expected, "{html}");
    }
    // A glossary asks nothing.
    assert_eq!(questions("<h1>名词</h1><dl><dt>光猫<dd>终端<dt>光衰<dd>损耗</dl>").len(), 1);
}

#[test]
fn a_page_is_cut_along_its_headings_when_pieces_are_asked_for() {
    let html = "<h1>移机</h1><p>总说明。</p><h2>费用</h2><p>其费用为零。</p><h2>材料</h2><p>证件。</p>";
    assert_eq!(questions(html).len(), 1);
    let options = Options { atoms: true, face: crate::model::Face::Customer, ..Options::default() };
    let (found, notes) = told(html.as_bytes(), &options);
    let named: Vec<_> = found.iter().map(|one| (one[0].as_str(), one[1].as_str(), one[3].as_str())).collect();
    assert_eq!(
        named,
        [
            ("移机", "宽带", "总说明。"),
            ("移机 - 费用", "宽带", "其费用为零。"),
            ("移机 - 材料", "宽带", "证件。")
        ]
    );
    let file = "宽带/页.html".to_owned();
    assert_eq!(notes, [Note::Leaning { file, question: "移机 - 费用".into(), words: "其".into() }]);
}

#[test]
fn pages_that_nobody_should_have_made_are_named_or_read() {
    let refused = |html: &str| of(html).remove(0)[0].clone();
    assert_eq!(refused(&"<div>".repeat(500)), Reason::TooDeep { limit: MOST_DEEP }.to_string());
    assert_eq!(refused("<title>空</title><nav>导航</nav><script>x</script>"), Reason::NoText.to_string());
    // Frames, entities, unclosed elements, a declaration that lies.
    let html = "<meta charset=gb2312><title>费用 | 某某</title><iframe src=x>框</iframe><p>A&amp;B&nbsp;每月&yen;10<p>&#x7b2c;二段<b>重";
    assert_eq!(questions(html), pairs(&[("费用", "A&B 每月¥10\n\n第二段重")]));
    assert_eq!(questions("<p>没有标题</p>"), pairs(&[("页", "没有标题")]));
    assert_eq!(of(&"<p>问<".repeat(50_000)).len(), 1, "broken marks take no time");
    assert!(!is_too_deep(&"<p>a<br><li>b<td>".repeat(5_000)), "these end by themselves");
}

/// A long text with a few marked questions keeps its text; what the questions say is not said twice.
#[test]
fn what_a_page_says_beside_its_questions_is_kept() {
    let text =
        "移机前请先确认新地址有资源，资源不足时不能受理，具体以营业厅答复为准，节假日顺延，费用见资费表。";
    let marks = "<details><summary>能退吗？</summary>能。</details><details><summary>收费吗？</summary>不收。</details>";
    assert_eq!(
        questions(&format!("<h1>移机</h1><p>{text}</p>{marks}")),
        pairs(&[("移机", text), ("能退吗？", "能。"), ("收费吗？", "不收。")])
    );
    let data = "<script type=\"application/ld+json\">{\"@type\":\"FAQPage\",\"mainEntity\":{\"@type\":\"Question\",\
                \"name\":\"能退吗？\",\"acceptedAnswer\":{\"text\":\"能。\"}}}</script>";
    assert_eq!(
        questions(&format!("{data}<h1>移机</h1><p>{text}</p><h2>能退吗？</h2><p>能。</p>")),
        pairs(&[("移机", text), ("能退吗？", "能。")])
    );
}

/// Elements of a newer HTML or of the page's own are no text.
#[test]
fn tags_that_nobody_knows_are_not_read_out() {
    let html = "<h1>步骤</h1><x-card>按<kbd>F1</kbd>，<time datetime=x>9点</time>起，填 &lt;yourName&gt;。</x-card>\
                <details><summary>说明</summary>见资费。</details>";
    assert_eq!(
        questions(html),
        pairs(&[("步骤", "## 步骤\n\n按F1，9点起，填 <yourName>。\n说明\n见资费。")])
    );
}

/// A name that says navigation is not believed where nearly all of the page stands in it.
#[test]
fn the_text_is_found_where_names_lie() {
    let long = "<p>办理移机请先查资源再派单。</p>".repeat(10);
    let found = questions(&format!(
        "<h1>移机</h1><div class=search-result><div id=menu-main>{long}</div></div><div class=toc>目录</div>"
    ));
    assert!(found[0].1.contains("查资源") && !found[0].1.contains("目录"), "{found:?}");
}
