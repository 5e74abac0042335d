//! Documents as Word writes them, and files that nobody should have made.

use std::io::{Cursor, Write as _};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::*;

const W: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
                 xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" \
                 xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" \
                 xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\"";

fn zipped(parts: &[(&str, String)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

const STYLES: &str = r#"<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/></w:style>
<w:style w:styleId="Mine"><w:name w:val="我的标题"/><w:basedOn w:val="1"/></w:style>
<w:style w:styleId="Title"><w:name w:val="Title"/></w:style>
<w:style w:styleId="T1"><w:name w:val="toc 1"/></w:style>"#;

const NUMBERING: &str = r#"<w:abstractNum w:abstractNumId="0">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="第%1条"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="（%2）"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
<w:lvl w:ilvl="1"><w:numFmt w:val="bullet"/><w:lvlText w:val=""/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>"#;

const LINKS: &str = r#"<Relationship Id="r1" Target="https://a.example/x?a=1&amp;b=2" TargetMode="External" Type="t/hyperlink"/>
<Relationship Id="r2" Target="media/image1.png" Type="t/image"/>
<Relationship Id="r3" Target="file:///etc/passwd" TargetMode="External" Type="t/hyperlink"/>"#;

fn docx(body: &str) -> Vec<u8> {
    let main = "<Relationship Id=\"a\" Type=\"x/officeDocument\" Target=\"word/document.xml\"/>";
    let notes =
        "<w:footnote w:id=\"2\"><w:p><w:r><w:t>以营业厅为准 &amp; 公告</w:t></w:r></w:p></w:footnote>";
    zipped(&[
        ("_rels/.rels", format!("<Relationships>{main}</Relationships>")),
        ("word/document.xml", format!("<w:document {W}><w:body>{body}</w:body></w:document>")),
        ("word/styles.xml", format!("<w:styles {W}>{STYLES}</w:styles>")),
        ("word/numbering.xml", format!("<w:numbering {W}>{NUMBERING}</w:numbering>")),
        ("word/footnotes.xml", format!("<w:footnotes {W}>{notes}</w:footnotes>")),
        ("word/_rels/document.xml.rels", format!("<Relationships>{LINKS}</Relationships>")),
        ("docProps/core.xml", "<c xmlns:dc=\"d\"><dc:title>核心属性</dc:title></c>".into()),
    ])
}

fn html(body: &str) -> String {
    read(&docx(body)).unwrap().html.trim().to_owned()
}

fn p(text: &str) -> String {
    format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
}

fn listed(list: u32, level: u32, text: &str) -> String {
    format!(
        "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{list}\"/></w:numPr></w:pPr>\
         <w:r><w:t>{text}</w:t></w:r></w:p>"
    )
}

fn styled(style: &str, text: &str) -> String {
    format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>")
}

#[test]
fn headings_are_told_by_style_by_what_it_is_based_on_and_by_themselves() {
    let own = "<w:p><w:pPr><w:outlineLvl w:val=\"1\"/></w:pPr><w:r><w:t>细则</w:t></w:r></w:p>";
    let text =
        html(&format!("{}{}{own}{}", styled("1", "总则"), styled("Mine", "费用"), p("10元 &lt; 20元")));
    assert_eq!(text, "<h1>总则</h1>\n<h1>费用</h1>\n<h2>细则</h2>\n<p>10元 &lt; 20元</p>");
    let document =
        read(&docx(&format!("{}{}", styled("Title", "移机须知"), styled("T1", "目录行")))).unwrap();
    assert_eq!((document.title.as_deref(), document.html.as_str()), (Some("移机须知"), ""));
    assert_eq!(read(&docx(&p("无题"))).unwrap().title.as_deref(), Some("核心属性"));
}

#[test]
fn numbers_that_say_more_than_that_they_count_stay() {
    let body = [
        listed(1, 0, "条件"),
        listed(1, 1, "成年"),
        listed(1, 1, "实名"),
        listed(1, 0, "材料"),
        listed(1, 1, "证件"),
    ]
    .concat();
    assert_eq!(
        html(&body),
        "<p>第一条 条件</p>\n<p>（1） 成年</p>\n<p>（2） 实名</p>\n<p>第二条 材料</p>\n<p>（1） 证件</p>"
    );
    let steps = [listed(2, 0, "先查"), listed(2, 1, "欠费"), listed(2, 0, "再派单"), p("完")].concat();
    assert_eq!(
        html(&steps),
        "<ol><li>先查</li>\n<ul><li>欠费</li>\n</ul>\n<li>再派单</li>\n</ol>\n<p>完</p>"
    );
}

#[test]
fn changes_count_as_accepted() {
    let run = |text: &str| format!("<w:r><w:t>{text}</w:t></w:r>");
    let body = format!(
        "<w:p>{}<w:ins>{}</w:ins><w:del><w:r><w:delText>10元</w:delText></w:r></w:del></w:p>\
         <w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{}</w:p><w:p>{}</w:p>",
        run("每月"),
        run("15元"),
        run("前半"),
        run("后半")
    );
    assert_eq!(html(&body), "<p>每月15元</p>\n<p>前半后半</p>");
}

#[test]
fn looks_links_notes_and_pictures_are_said() {
    let body = "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>必</w:t></w:r><w:r><w:rPr><w:b w:val=\"1\"/></w:rPr><w:t>告</w:t></w:r>\
        <w:r><w:t xml:space=\"preserve\"> 见</w:t></w:r><w:hyperlink r:id=\"r1\"><w:r><w:t>公告</w:t></w:r></w:hyperlink>\
        <w:hyperlink r:id=\"r3\"><w:r><w:t>本机</w:t></w:r></w:hyperlink>\
        <w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r><w:r><w:footnoteReference w:id=\"2\"/></w:r>\
        <w:r><w:drawing><a:blip r:embed=\"r2\"/></w:drawing></w:r><w:r><w:br/><w:t>完</w:t></w:r></w:p>";
    assert_eq!(
        html(body),
        "<p><strong>必告</strong> 见<a href=\"https://a.example/x?a=1&amp;b=2\">公告</a>本机〔注：以营业厅为准 &amp; 公告〕\
         〔图：image1.png〕<br>完</p>"
    );
    assert_eq!(read(&docx(body)).unwrap().pictures, 1);
    let field = "<w:p><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>3</w:t></w:r></w:p>";
    assert_eq!(html(field), "<p>3</p>");
    let twice = "<w:p><w:r><mc:AlternateContent><mc:Choice><w:txbxContent><w:p><w:r><w:t>框</w:t></w:r></w:p></w:txbxContent>\
        </mc:Choice><mc:Fallback><w:t>框</w:t></mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>外</w:t></w:r></w:p>";
    assert_eq!(html(twice), "<p>框</p>\n<p>外</p>");
}

#[test]
fn tables_keep_their_merged_cells_and_a_table_within_is_text() {
    let cell = |properties: &str, inner: &str| format!("<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>");
    let inner = format!("<w:tbl><w:tr>{}</w:tr></w:tbl>", cell("", &p("里")));
    let body = format!(
        "<w:tbl><w:tr>{}{}</w:tr><w:tr>{}{}{}</w:tr></w:tbl>",
        cell("<w:vMerge w:val=\"restart\"/>", &p("套餐")),
        cell("<w:gridSpan w:val=\"2\"/>", &format!("{}{}", p("费"), p("用"))),
        cell("<w:vMerge/>", &p("")),
        cell("", &p("10元")),
        cell("", &format!("{inner}{}", p("外"))),
    );
    assert_eq!(
        html(&body),
        "<table><tr><td colspan=\"1\" rowspan=\"2\">套餐</td><td colspan=\"2\" rowspan=\"1\">费<br>用</td></tr>\
         <tr><td colspan=\"1\" rowspan=\"1\">10元</td><td colspan=\"1\" rowspan=\"1\">里<br>外</td></tr></table>"
    );
}

#[test]
fn what_nobody_should_have_made_is_refused() {
    assert_eq!(read(b"\xd0\xcf\x11\xe0 old").unwrap_err(), Broken::Compound);
    assert!(matches!(read(b"PK nothing"), Err(Broken::Damaged(_))));
    assert!(matches!(read(b""), Err(Broken::Damaged(_))));
    let whole = docx(&p("文"));
    assert!(matches!(read(&whole[..whole.len() / 2]), Err(Broken::Damaged(_))));
    let deep = format!("{}{}", "<w:sdt>".repeat(10_000), "</w:sdt>".repeat(10_000));
    assert_eq!(read(&docx(&deep)).unwrap_err(), Broken::TooDeep);
    assert!(matches!(read(&docx("<w:p><w:r>")), Err(Broken::Damaged(_)) | Ok(_)));
    let bomb = zipped(&[("word/document.xml", " ".repeat(65 << 20))]);
    assert_eq!(read(&bomb).unwrap_err(), Broken::TooLarge);
    assert!(matches!(read(&zipped(&[("a.xml", String::new())])), Err(Broken::Damaged(_))));
}

proptest::proptest! {
    #[test]
    fn nothing_panics(body in "(<w:(p|r|t|tbl|tr|tc|del|b/|vMerge/|br/)>|</w:(p|r|t|tbl|tr|tc|del)>|[一二a ]){0,40}") {
        let _ = read(&docx(&body));
    }
}
