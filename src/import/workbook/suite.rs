//! Whole workbooks, made here as the programs of others make them.

use std::fs;
use std::io::{Cursor, Write as _};
use std::path::Path;

use jiff::civil::date;
use zip::write::SimpleFileOptions;

use crate::import::suite::{Found, all};
use crate::import::{Note, Options, Reason};

/// A zip of these parts.
fn zipped(parts: &[(&str, String)]) -> Vec<u8> {
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        out.start_file(*name, SimpleFileOptions::default()).unwrap();
        out.write_all(text.as_bytes()).unwrap();
    }
    out.finish().unwrap().into_inner()
}

/// An XLSX workbook of sheets: name, state, cells, merged areas.
fn xlsx(sheets: &[(&str, &str, String, &str)]) -> Vec<u8> {
    let namespace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006/relationships";
    let (mut list, mut rels, mut parts) = (String::new(), String::new(), Vec::new());
    for (at, (name, state, cells, merged)) in sheets.iter().enumerate() {
        let n = at + 1;
        list += &format!(r#"<sheet name="{name}" sheetId="{n}" state="{state}" r:id="rId{n}"/>"#);
        rels += &format!(
            r#"<Relationship Id="rId{n}" Type="{relations}/worksheet" Target="worksheets/sheet{n}.xml"/>"#
        );
        let areas: String =
            merged.split_whitespace().map(|area| format!(r#"<mergeCell ref="{area}"/>"#)).collect();
        let merged = if areas.is_empty() { areas } else { format!("<mergeCells>{areas}</mergeCells>") };
        parts.push((
            format!("xl/worksheets/sheet{n}.xml"),
            format!(r#"<worksheet xmlns="{namespace}"><sheetData>{cells}</sheetData>{merged}</worksheet>"#),
        ));
    }
    let n = sheets.len();
    rels += &format!(
        r#"<Relationship Id="rId{}" Type="{relations}/styles" Target="styles.xml"/><Relationship Id="rId{}" Type="{relations}/sharedStrings" Target="sharedStrings.xml"/>"#,
        n + 1,
        n + 2
    );
    let styles = format!(
        r#"<styleSheet xmlns="{namespace}"><numFmts count="1"><numFmt numFmtId="164" formatCode="0&quot;元&quot;"/></numFmts><cellXfs count="4"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/><xf numFmtId="9" applyNumberFormat="1"/><xf numFmtId="164" applyNumberFormat="1"/></cellXfs></styleSheet>"#
    );
    let strings = format!(
        r#"<sst xmlns="{namespace}"><si><t>共享的答案</t></si><si><r><t>富</t></r><r><rPr><b/></rPr><t>文本</t></r></si></sst>"#
    );
    let mut all = vec![
        (
            "[Content_Types].xml".to_owned(),
            r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#.to_owned(),
        ),
        (
            "_rels/.rels".to_owned(),
            format!(
                r#"<Relationships xmlns="{package}"><Relationship Id="rId1" Type="{relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
            ),
        ),
        (
            "xl/workbook.xml".to_owned(),
            format!(
                r#"<workbook xmlns="{namespace}" xmlns:r="{relations}"><sheets>{list}</sheets></workbook>"#
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels".to_owned(),
            format!(r#"<Relationships xmlns="{package}">{rels}</Relationships>"#),
        ),
        ("xl/styles.xml".to_owned(), styles),
        ("xl/sharedStrings.xml".to_owned(), strings),
    ];
    all.append(&mut parts);
    let parts: Vec<(&str, String)> = all.iter().map(|(name, text)| (name.as_str(), text.clone())).collect();
    zipped(&parts)
}

/// Rows from a number on; a cell is its XML, or a text.
fn rows(first: u32, rows: &[&[&str]]) -> String {
    let row = |(at, cells): (usize, &&[&str])| {
        let number = first as usize + at;
        let cells: String = cells
            .iter()
            .zip('A'..='Z')
            .filter(|(cell, _)| !cell.is_empty())
            .map(|(cell, column)| match cell.strip_prefix('<') {
                Some(xml) => format!("<{}", xml.replacen("c", &format!(r#"c r="{column}{number}""#), 1)),
                None => format!(r#"<c r="{column}{number}" t="inlineStr"><is><t>{cell}</t></is></c>"#),
            })
            .collect();
        format!(r#"<row r="{number}">{cells}</row>"#)
    };
    rows.iter().enumerate().map(row).collect()
}

fn found(name: &str, bytes: &[u8]) -> Found {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, bytes).unwrap();
    read(&path)
}

fn read(path: &Path) -> Found {
    all(path, &Options { channels: vec!["sms".into()], ..Options::default() }).unwrap()
}

fn questions(found: &Found) -> Vec<(u64, &str)> {
    found.drafts.iter().map(|d| (d.place.row, d.article.question.as_str())).collect()
}

fn reasons(found: &Found) -> Vec<String> {
    let sheet = |of: &Option<std::sync::Arc<str>>| of.as_deref().unwrap_or("-").to_owned();
    found.refused.iter().map(|e| format!("{}:{}: {}", sheet(&e.place.sheet), e.place.row, e.reason)).collect()
}

#[test]
fn a_workbook_with_every_oddity_is_read_row_by_row() {
    let knowledge = rows(
        1,
        &[
            &["全省知识导出（内部资料）"],
            &[],
            &[
                "分类",
                "",
                "",
                "标准问",
                "相似问",
                "内部答案",
                "短信",
                "有效期",
                "",
                "适用地区",
                "优惠率",
                "备注",
            ],
            &["一级", "二级", "三级", "", "", "", "", "生效日期", "失效日期"],
            &[
                "宽带",
                "故障",
                "光猫",
                "宽带上不去网怎么办",
                "宽带断了；没网了",
                "<c t=\"inlineStr\"><is><t>&lt;p&gt;先查欠费&lt;/p&gt;&lt;p&gt;再查光猫&lt;/p&gt;</t></is></c>",
                "<c s=\"3\"><v>58</v></c>",
                "<c s=\"1\"><v>46027</v></c>",
                "长期有效",
                "全部",
                "<c s=\"2\"><v>0.15</v></c>",
            ],
            // The question goes on: two more ways to ask, one more line.
            &["", "", "", "", "断网了"],
            &["", "", "", "", "上不去网", "<c t=\"s\"><v>0</v></c>"],
            // A variant: the question goes on with a region of its own.
            &["", "", "", "副卡多少钱", "", "10元", "", "2026/3/1", "<c><v>46112</v></c>", "云州"],
            &["", "", "", "", "", "15元", "", "2026/3/1", "", "澜江"],
            &[],
            // By value: a formula, a number as text, a rich text, leading signs.
            &[
                "",
                "",
                "",
                "<c t=\"str\"><f>A1&amp;B1</f><v>套餐怎么退订</v></c>",
                "=退订；+退订；@退订",
                "<c t=\"s\"><v>1</v></c>",
            ],
            &["", "", "", "坏的日期", "", "答", "", "2026-02-30"],
            &["", "", "", "坏的公式", "", "<c t=\"e\"><v>#REF!</v></c>"],
            &["", "", "", "<c><v>10086</v></c>", "", "<c><f>1/3</f><v>0.33333333333333331</v></c>"],
            &["", "", "", "", "", "有答没有问"],
            &["", "", "", "备注里的错不算", "", "答", "", "", "", "", "", "<c t=\"e\"><v>#N/A</v></c>"],
        ],
    );
    let merged = "A1:L1 A3:C3 D3:D4 E3:E4 F3:F4 G3:G4 H3:I3 J3:J4 K3:K4 L3:L4 A5:A9 B5:B9 C5:C9 D5:D7 D8:D9";
    let bytes = xlsx(&[
        ("知识", "visible", knowledge, merged),
        ("说明", "visible", rows(1, &[&["本表由系统导出"], &["请勿修改"]]), ""),
        ("旧", "hidden", rows(1, &[&["标准问", "答案"], &["旧问", "旧答"]]), ""),
        ("第二", "visible", rows(3, &[&["问题", "答案"], &["第二张表的问题", "答"]]), ""),
    ]);
    let found = found("export.xlsx", &bytes);
    assert_eq!(
        questions(&found),
        [
            (5, "宽带上不去网怎么办"),
            (8, "副卡多少钱"),
            (9, "副卡多少钱"),
            (11, "套餐怎么退订"),
            (14, "10086"),
            (16, "备注里的错不算"),
            (4, "第二张表的问题")
        ]
    );
    let [first, one, other, formula, number, ..] = found.drafts.as_slice() else { panic!() };
    let article = &first.article;
    assert_eq!(article.category, ["宽带", "故障", "光猫"]);
    let similar: Vec<_> = article.similar.iter().map(|s| s.text.as_str()).collect();
    assert_eq!(similar, ["宽带断了", "没网了", "断网了", "上不去网"]);
    assert_eq!(article.internal.as_ref().unwrap().body, "先查欠费\n\n再查光猫\n\n共享的答案");
    assert_eq!(article.customer.as_ref().unwrap().channels["sms"].text, "58元");
    assert_eq!((article.valid.from, article.valid.until), (Some(date(2026, 1, 5)), None));
    assert!(article.scope.region.is_empty());
    assert_eq!(first.place.sheet.as_deref(), Some("知识"));
    assert_eq!(
        (one.article.scope.region[0].as_str(), other.article.scope.region[0].as_str()),
        ("云州", "澜江")
    );
    assert_eq!(one.article.valid.from, Some(date(2026, 3, 1)));
    assert_eq!(
        one.article.valid.until,
        Some(date(2026, 4, 1)),
        "the last valid day is 31 March, a serial date"
    );
    assert_eq!(other.article.internal.as_ref().unwrap().body, "15元");
    assert_eq!(other.article.category, ["宽带", "故障", "光猫"], "merged cells fill their rows");
    let similar: Vec<_> = formula.article.similar.iter().map(|s| s.text.as_str()).collect();
    assert_eq!(similar, ["=退订", "+退订", "@退订"]);
    assert_eq!(formula.article.internal.as_ref().unwrap().body, "富文本");
    assert_eq!(number.article.internal.as_ref().unwrap().body, "0.333333333333333");
    assert_eq!(
        reasons(&found),
        [
            "知识:12: valid.from is “2026-02-30”, which is not a date; expected a day of the calendar such as 2026-01-31",
            "知识:13: the cell under 内部答案 is #REF!; mend the formula or put the value there",
            "知识:15: the question (`question` or `title`) is missing or blank",
        ]
    );
    assert_eq!(found.summary.notes, [Note::NoTable("说明".into()), Note::HiddenSheet("旧".into())]);
    let unknown: Vec<_> = found.summary.unknown.iter().map(|(name, u)| (name.as_str(), u.count)).collect();
    assert_eq!(unknown, [("优惠率", 1), ("备注", 1)]);
}

#[test]
fn a_remark_beside_the_table_is_named_and_costs_no_row() {
    let cells = rows(1, &[&["标准问", "答案"], &["甲", "乙", "", "记得改"]]);
    let found = found("a.xlsx", &xlsx(&[("一", "visible", cells, "")]));
    assert_eq!(questions(&found), [(2, "甲")]);
    assert_eq!(found.summary.unknown.get("column 4").map(|u| u.count), Some(1));
}

#[test]
fn what_is_no_readable_workbook_is_named() {
    let reason = |name: &str, bytes: &[u8]| {
        let found = found(name, bytes);
        assert!(found.drafts.is_empty());
        found.refused.into_iter().map(|e| e.reason).collect::<Vec<_>>()
    };
    let mut encrypted = vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    encrypted.resize(1024, 0);
    encrypted.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    assert_eq!(reason("a.xlsx", &encrypted), [Reason::Encrypted]);
    assert_eq!(reason("a.xls", b"<html><table><tr><td>x"), [Reason::NotAWorkbook]);
    assert_eq!(reason("a.xlsx", &zipped(&[("a.txt", "x".into())])), [Reason::NotAWorkbook]);
    let manifest = r#"<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>"#;
    let locked = zipped(&[("META-INF/manifest.xml", manifest.into()), ("content.xml", "\u{1}".into())]);
    assert_eq!(reason("a.ods", &locked), [Reason::Encrypted]);
    let whole = xlsx(&[("一", "visible", rows(1, &[&["标准问"], &["甲"]]), "")]);
    assert!(matches!(reason("a.xlsx", &whole[..whole.len() / 2])[..], [Reason::BrokenWorkbook(_)]));
    let none = xlsx(&[("一", "visible", rows(1, &[&["备注", "日期"], &["甲"]]), "")]);
    assert_eq!(reason("a.xlsx", &none), [Reason::NoQuestionColumn { headings: "备注, 日期".into() }]);
    assert!(matches!(
        reason("a.xlsx", &xlsx(&[("一", "visible", "<row><c></row>".into(), "")]))[..],
        [Reason::Unreadable(_), ..]
    ));
}

#[test]
fn a_zip_bomb_is_refused() {
    let blanks = " ".repeat(300 << 20);
    let bomb = zipped(&[("xl/workbook.xml", "<workbook/>".into()), ("xl/sharedStrings.xml", blanks)]);
    assert!(bomb.len() < 1 << 20, "a bomb is small");
    let found = found("a.xlsx", &bomb);
    assert_eq!(reasons(&found), [format!("-:1: {}", Reason::Bomb)]);
}

#[test]
fn cells_at_the_far_end_of_a_sheet_cost_nothing() {
    let cells = rows(1, &[&["标准问", "答案"], &["甲", "乙"]])
        + r#"<row r="1048576"><c r="XFD1048576"><v>1</v></c><c r="A1048576" t="inlineStr"><is><t>丙</t></is></c></row>"#;
    let found = found("a.xlsx", &xlsx(&[("一", "visible", cells, "A3:XFD1048575")]));
    assert_eq!(questions(&found), [(2, "甲"), (1_048_576, "丙")]);
}

fn ods(rows: &str) -> Vec<u8> {
    let content = format!(
        r#"<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet><table:table table:name="表">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"#
    );
    zipped(&[
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet".into()),
        (
            "META-INF/manifest.xml",
            "<manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\"/>"
                .into(),
        ),
        ("content.xml", content),
    ])
}

#[test]
fn merged_cells_of_ods_fill_too() {
    let cell = |text: &str, more: &str| {
        format!(
            r#"<table:table-cell office:value-type="string" {more}><text:p>{text}</text:p></table:table-cell>"#
        )
    };
    let row = |cells: &[String]| format!("<table:table-row>{}</table:table-row>", cells.concat());
    let covered = "<table:covered-table-cell/>".to_owned();
    let bytes = ods(
        &(row(&[cell("一级分类", ""), cell("标准问", ""), cell("答案", ""), cell("生效日期", "")])
            + &row(&[
                cell("宽带", r#"table:number-rows-spanned="2" table:number-columns-spanned="1""#),
                cell("甲", ""),
                cell("一", ""),
                r#"<table:table-cell office:value-type="date" office:date-value="2026-01-05"><text:p>2026/1/5</text:p></table:table-cell>"#.to_owned(),
            ])
            + &row(&[covered, cell("乙", ""), cell("二", "")])),
    );
    let found = found("a.ods", &bytes);
    assert_eq!(questions(&found), [(2, "甲"), (3, "乙")]);
    assert_eq!(found.drafts[1].article.category, ["宽带"]);
    assert_eq!(found.drafts[0].article.valid.from, Some(date(2026, 1, 5)));
}

#[test]
fn repeated_cells_of_ods_are_counted_before_they_are_made() {
    let row = r#"<table:table-row table:number-rows-repeated="1048576"><table:table-cell office:value-type="string" table:number-columns-repeated="16384"><text:p>x</text:p></table:table-cell></table:table-row>"#;
    assert_eq!(reasons(&found("a.ods", &ods(row))), [format!("-:1: {}", Reason::Bomb)]);
}
