//! Cells of tables as typed pieces: several values in one cell, paths of categories, words in Chinese.

use crate::model::{Confidence, Kind, SourceClass, Stage};
use crate::text::fold::fold_str;

/// Several questions in one cell: one a line, or `；` or `|` between them. A half-width `;` parts them only
/// where nothing better does, because it also stands inside sentences and codes.
pub(super) fn questions(cell: &str) -> Vec<String> {
    let better = cell.contains(['\n', '\r', '；', '|', '｜']);
    let parts: Vec<String> = pieces(cell, &['\n', '\r', '；', '|', '｜']);
    if better {
        return parts;
    }
    let cut = pieces(cell, &[';']);
    // A piece of one char is no question: then the `;` belonged to the text.
    if cut.iter().all(|part| part.chars().count() >= 2) { cut } else { parts }
}

/// Several names in one cell, such as regions or tags: names hold no commas, so those part them too.
pub(super) fn names(cell: &str) -> Vec<String> {
    pieces(cell, &['\n', '\r', '；', ';', '|', '｜', '，', ',', '、'])
}

/// Names of a scope, where some words mean "all".
pub(super) fn scope(cell: &str) -> Vec<String> {
    let names = names(cell);
    let all = |name: &String| {
        matches!(
            fold_str(name).as_str(),
            "全部"
                | "所有"
                | "不限"
                | "通用"
                | "全国"
                | "全网"
                | "全部地区"
                | "全部产品"
                | "全部客户"
                | "所有客户"
                | "all"
                | "*"
                | "-"
        )
    };
    if names.iter().any(all) { Vec::new() } else { names }
}

/// A path of categories in one cell.
pub(super) fn path(cell: &str) -> Vec<String> {
    pieces(cell, &['/', '／', '>', '＞', '\n', '\r'])
}

/// A path of categories in a JSON string, where the format says that `/` parts it and nothing else does.
pub(super) fn slashed(text: &str) -> Vec<String> {
    pieces(text, &['/'])
}

fn pieces(text: &str, at: &[char]) -> Vec<String> {
    text.split(at).map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

/// Text on one line.
pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text of an answer: in a cell every line end was meant, so it becomes a hard one, which two blanks are in
/// Markdown; beside empty lines, headings, lists, tables and fences Markdown keeps line ends by itself.
pub(super) fn body(cell: &str) -> String {
    let mut out = String::with_capacity(cell.len());
    let mut lines = cell.lines().map(str::trim_end).peekable();
    while let Some(line) = lines.next() {
        out.push_str(line);
        let Some(next) = lines.peek() else { break };
        if !line.is_empty() && !next.is_empty() && !stands_alone(line) && !stands_alone(next) {
            out.push_str("  ");
        }
        out.push('\n');
    }
    out
}

fn stands_alone(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with(['|', '#', '-', '*', '+', '>']) || line.starts_with("```")
}

/// Reads a kind: its word, or its Chinese name.
pub(super) fn kind(cell: &str) -> Option<Kind> {
    let name = fold_str(cell.trim());
    let name = name.strip_suffix('类').unwrap_or(&name);
    Kind::from_word(name).or(match name {
        "资费" | "套餐资费" | "资费套餐" => Some(Kind::Tariff),
        "活动" | "优惠活动" | "营销活动" | "促销" => Some(Kind::Promotion),
        "流程" | "业务流程" | "办理流程" | "操作流程" => Some(Kind::Procedure),
        "故障" | "故障处理" | "故障排查" => Some(Kind::Fault),
        "政策" | "政策规定" | "规定" | "制度" => Some(Kind::Policy),
        "话术" | "服务话术" | "应答话术" => Some(Kind::Script),
        _ => None,
    })
}

/// Reads a stage: its word, or its Chinese name.
pub(super) fn stage(cell: &str) -> Option<Stage> {
    let name = fold_str(cell.trim());
    Stage::from_word(&name).or(match name.as_str() {
        "草稿" | "编辑中" | "起草" | "待提交" => Some(Stage::Draft),
        "审核中" | "待审核" | "送审" | "审批中" | "待审批" => Some(Stage::InReview),
        "已审核" | "审核通过" | "已通过" | "待发布" => Some(Stage::Approved),
        "已发布" | "发布" | "生效" | "生效中" | "已生效" | "有效" | "在用" | "已上线" | "上线" => {
            Some(Stage::Published)
        }
        "已撤回" | "撤回" | "已下线" | "下线" | "停用" | "已停用" | "失效" | "已失效" => {
            Some(Stage::Withdrawn)
        }
        "归档" | "已归档" | "存档" => Some(Stage::Archived),
        _ => None,
    })
}

/// Reads a confidence: its word, or its Chinese name.
pub(super) fn confidence(cell: &str) -> Option<Confidence> {
    let name = fold_str(cell.trim());
    Confidence::from_word(&name).or(match name.as_str() {
        "编写中" | "未完成" | "在写" => Some(Confidence::Wip),
        "未验证" | "待验证" | "未核实" | "待核实" => Some(Confidence::NotValidated),
        "已验证" | "已核实" | "已确认" => Some(Confidence::Validated),
        _ => None,
    })
}

/// Reads a class of sources: its word, or its Chinese name.
pub(super) fn class(cell: &str) -> Option<SourceClass> {
    let name = fold_str(cell.trim());
    SourceClass::from_word(&name).or(match name.as_str() {
        "内部" | "内部部门" | "部门" => Some(SourceClass::Internal),
        "外部" | "外部问答" => Some(SourceClass::External),
        "案例" | "客户案例" => Some(SourceClass::Case),
        "法规" | "法律法规" | "监管" => Some(SourceClass::Regulation),
        "网页" | "网站" | "互联网" => Some(SourceClass::Web),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_hold_several_questions() {
        assert_eq!(questions("宽带断了\n没网了；上不去网|断网"), ["宽带断了", "没网了", "上不去网", "断网"]);
        assert_eq!(questions("宽带断了; 没网了"), ["宽带断了", "没网了"]);
        assert_eq!(questions("输入 a;b 后呢；断网"), ["输入 a;b 后呢", "断网"]);
        assert_eq!(questions("按 1;2"), ["按 1;2"]);
        assert_eq!(questions("快，还是慢、贵？"), ["快，还是慢、贵？"]);
        assert!(questions(" \n；").is_empty());
    }

    #[test]
    fn cells_hold_several_names_or_all() {
        assert_eq!(names("高频、宽带,装维；5G"), ["高频", "宽带", "装维", "5G"]);
        assert_eq!(scope("云州、岭安"), ["云州", "岭安"]);
        assert!(scope("全部").is_empty());
        assert!(scope("ALL").is_empty());
        assert_eq!(path("宽带 > 故障/光猫"), ["宽带", "故障", "光猫"]);
        assert_eq!(slashed("a>b/c"), ["a>b", "c"]);
    }

    #[test]
    fn line_ends_of_a_cell_are_kept() {
        assert_eq!(body("您好\n请稍等\n\n- 一\n- 二\n谢谢"), "您好  \n请稍等\n\n- 一\n- 二\n谢谢");
        assert_eq!(body("1. 一\n2. 二"), "1. 一  \n2. 二");
    }

    #[test]
    fn words_are_read_in_both_languages() {
        assert_eq!(kind("资费类"), Some(Kind::Tariff));
        assert_eq!(kind("Fault"), Some(Kind::Fault));
        assert_eq!(kind("流程"), Some(Kind::Procedure));
        assert_eq!(kind("其他"), None);
        assert_eq!(stage("已發佈"), stage("已发布"));
        assert_eq!(stage("已发布"), Some(Stage::Published));
        assert_eq!(stage("in_review"), Some(Stage::InReview));
        assert_eq!(confidence("未验证"), Some(Confidence::NotValidated));
        assert_eq!(class("法规"), Some(SourceClass::Regulation));
    }
}
