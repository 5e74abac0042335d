//! Bytes of texts and of files.

use std::path::Path;

use zhixi::model::Article;

/// Bytes of what is searched.
pub fn text_bytes(article: &Article) -> usize {
    let answers = [article.internal.as_ref(), article.customer.as_ref().map(|c| &c.answer)];
    let answers: usize = answers.into_iter().flatten().map(|a| a.lead.len() + a.body.len()).sum();
    article.questions().map(str::len).sum::<usize>() + answers
}

/// Bytes of all files below a directory; none where there is no such directory.
pub fn bytes_below(dir: &Path) -> usize {
    let entries = std::fs::read_dir(dir).into_iter().flatten().flatten();
    let size = |entry: std::fs::DirEntry| match entry.metadata() {
        Ok(meta) if meta.is_dir() => bytes_below(&entry.path()),
        Ok(meta) => usize::try_from(meta.len()).expect("a size"),
        // Gone since the directory was read.
        Err(_) => 0,
    };
    entries.map(size).sum()
}

#[allow(clippy::cast_precision_loss, reason = "a figure for people")]
pub fn megabytes(bytes: usize) -> f64 {
    bytes as f64 / 1e6
}
