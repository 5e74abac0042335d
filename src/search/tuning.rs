//! The numbers that ranking was tuned to, judged by `zhixi eval`.

use tantivy::Score;

/// Weights of the evidence.
#[derive(Debug, Clone, PartialEq)]
pub struct Tuning {
    /// Questions fetched by characters and words.
    pub questions: usize,
    /// Texts fetched.
    pub texts: usize,
    /// Questions fetched by sound.
    pub heard: usize,
    /// At most so many postings of texts are read to fetch candidates; the rarest tokens first.
    pub text_postings: u64,
    /// At most so many postings of questions are read to fetch candidates; the rarest tokens first.
    pub question_postings: u64,
    /// But at least so many tokens.
    pub fewest: usize,
    /// Single characters help to fetch questions as long as they are in so few together.
    pub ones_postings: u64,
    /// What the longest run in common adds, as a share squared.
    pub phrase: Score,
    /// What it adds that the run fills the question.
    pub filled: Score,
    /// What it adds that the run begins the question.
    pub begins: Score,
    /// What the whole question adds.
    pub whole: Score,
    /// What it adds that the article answers to all that was typed, squared.
    pub all: Score,
    /// Weight of the text beside the question.
    pub text: Score,
    /// Weight of a match by sound beside characters.
    pub sound: Score,
    /// Weight of a match by likeness or by picked characters.
    pub loose: Score,
    /// Share that counts where not all letters stand for something.
    pub sound_part: Score,
    /// Hits below this share of the best score are noise.
    pub floor: Score,
    /// Whether confused pairs of sounds are taken for one another.
    pub blur: bool,
}

impl Default for Tuning {
    fn default() -> Tuning {
        let env = |name: &str, default: f32| {
            std::env::var(format!("ZT_{name}")).ok().and_then(|v| v.parse().ok()).unwrap_or(default)
        };
        Tuning {
            questions: env("QUESTIONS", 100.0) as usize,
            texts: env("TEXTS", 50.0) as usize,
            heard: env("HEARD", 80.0) as usize,
            text_postings: env("TP", 50_000.0) as u64,
            question_postings: env("QP", 50_000.0) as u64,
            fewest: env("FEW", 4.0) as usize,
            ones_postings: env("OP", 20_000.0) as u64,
            phrase: env("PHRASE", 0.5),
            filled: env("FILLED", 0.8),
            begins: env("BEGINS", 0.1),
            whole: env("WHOLE", 0.5),
            all: env("ALL", 0.5),
            text: env("TEXT", 1.0),
            sound: env("SOUND", 1.0),
            loose: env("LOOSE", 0.5),
            sound_part: env("SPART", 0.6),
            floor: env("FLOOR", 0.12),
            blur: true,
        }
    }
}
