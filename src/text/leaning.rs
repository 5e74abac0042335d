//! Texts that lean on what stands elsewhere: cut out of their document they do not stand alone.

/// Words by which a text leans on what stands elsewhere: 如上, 见第三条, a pronoun at its beginning.
pub fn leans(body: &str) -> Option<&str> {
    const ANYWHERE: &[&str] =
        &["如上", "同上", "上述", "前述", "见上", "上文", "如前所述", "以上流程", "as above"];
    const FIRST: &[&str] =
        &["它", "该业务", "此业务", "其", "这项", "此外", "另外", "但", "否则", "It ", "They ", "This "];
    let start = body.trim_start().trim_start_matches(['-', '*', ' ']);
    let first = FIRST
        .iter()
        .find(|word| start.starts_with(**word) && !start.starts_with("其他") && !start.starts_with("其它"));
    let numbered = || {
        let at = body.find("见第").or_else(|| body.find("按第"))?;
        let end = body.get(at..)?.find(['条', '章', '节', '款'])?;
        (end <= 24).then(|| body.get(at..at + end + "条".len())).flatten()
    };
    let anywhere =
        || ANYWHERE.iter().find_map(|word| body.find(word).and_then(|at| body.get(at..at + word.len())));
    first.and_then(|word| start.get(..word.len())).map(str::trim).or_else(anywhere).or_else(numbered)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_leans_on_something_else_is_told() {
        assert_eq!(leans("办理流程如上。"), Some("如上"));
        assert_eq!(leans("其费用由客户承担"), Some("其"));
        assert_eq!(leans("费用见第三条。"), Some("见第三条"));
        for alone in ["其他费用不收。", "到厅办理。", "见第二页的图表说明然后再去办理这一项业务按规定条款"]
        {
            assert_eq!(leans(alone), None, "{alone}");
        }
    }
}
