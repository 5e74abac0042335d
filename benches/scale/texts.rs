//! One reading of all articles: the size of the texts, and the same texts for the peers.

use std::io::{self, Write};
use std::path::Path;

use tempfile::TempDir;
use zhixi::model::Article;

use super::fts::Fts;
use super::subject::Scale;
use crate::common::scratch;
use crate::common::sizes::text_bytes;

/// What was read.
pub struct Texts {
    pub articles: usize,
    /// Of what is searched.
    pub bytes: usize,
    /// The line that has not ended yet.
    line: Vec<u8>,
    peers: Option<Peers>,
}

/// What the peers search.
pub struct Peers {
    pub fts: Fts,
    /// A title a line.
    pub titles: Vec<u8>,
    /// Where the peers keep their files.
    pub dir: TempDir,
}

impl Texts {
    pub fn new(for_peers: bool) -> Texts {
        let peers = for_peers.then(|| {
            let dir = scratch();
            Peers { fts: Fts::create(&dir.path().join("peer.db")), titles: Vec::new(), dir }
        });
        Texts { articles: 0, bytes: 0, line: Vec::new(), peers }
    }

    pub fn read(&mut self, scale: &Scale) {
        scale.kb.export(self, Path::new("memory"), scale.now).expect("all articles");
        if let Some(peers) = &mut self.peers {
            peers.fts.finish();
        }
    }

    pub fn peers(&self) -> Option<&Peers> {
        self.peers.as_ref()
    }

    fn take(&mut self, article: &Article) {
        self.articles += 1;
        self.bytes += text_bytes(article);
        if let Some(peers) = &mut self.peers {
            peers.fts.add(article);
            peers.titles.extend_from_slice(article.question.as_bytes());
            peers.titles.push(b'\n');
        }
    }
}

/// The export comes as lines in pieces.
impl Write for Texts {
    fn write(&mut self, piece: &[u8]) -> io::Result<usize> {
        match piece.iter().position(|&byte| byte == b'\n') {
            None => {
                self.line.extend_from_slice(piece);
                Ok(piece.len())
            }
            Some(end) => {
                self.line.extend_from_slice(&piece[..end]);
                let article: Article = serde_json::from_slice(&self.line).map_err(io::Error::from)?;
                self.line.clear();
                self.take(&article);
                Ok(end + 1)
            }
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
