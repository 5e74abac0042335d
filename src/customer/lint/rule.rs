//! The names of the rules.

use crate::model::words;

words! {
    /// A rule. Its word is `family.name`, as a finding, a file of differences and the messages say it.
    Rule {
        /// An internal word where the term table has another for the customer.
        LeakTerm = "leak.term",
        /// A word that the customer may read once it is explained, and here it is not.
        LeakUnexplained = "leak.unexplained",
        /// A word that no customer may read.
        LeakForbidden = "leak.forbidden",
        /// The name of a system.
        LeakSystem = "leak.system",
        /// A code of the house: a flow, a ticket type, an article.
        LeakCode = "leak.code",
        /// The number of an internal document.
        LeakDocument = "leak.document",
        /// The extension of a colleague.
        LeakExtension = "leak.extension",
        /// How much who may waive.
        LeakLimit = "leak.limit",
        /// A number that belongs to a person.
        LeakPersonal = "leak.personal",
        /// Text for the agent.
        LeakAgent = "leak.agent",
        /// A mark of the internal face.
        LeakMark = "leak.mark",
        /// A sentence that the internal face says must not be said.
        LeakMustNotSay = "leak.must_not_say",
        /// A promise word of the term table.
        PromiseWord = "promise.word",
        /// A word of the highest degree, or another promise that nobody can keep.
        PromiseAbsolute = "promise.absolute",
        /// A promise without a time.
        PromiseVague = "promise.vague",
        /// Points to text above or below.
        DanglingAbove = "dangling.above",
        /// Points to an attachment.
        DanglingAttachment = "dangling.attachment",
        /// Points to a picture.
        DanglingPicture = "dangling.picture",
        /// Points to a table.
        DanglingTable = "dangling.table",
        /// Points to a link.
        DanglingLink = "dangling.link",
        /// Points to a button or a code on the same page.
        DanglingButton = "dangling.button",
        /// Points to a clause of a document that is not named.
        DanglingClause = "dangling.clause",
        /// A word of offices.
        Officialese = "officialese.word",
        /// Two questions in the standard question.
        TwoQuestions = "form.two_questions",
        /// A similar question that is the standard question.
        SimilarSame = "form.similar_same",
        /// A similar question that stands twice.
        SimilarTwice = "form.similar_twice",
        /// A similar question that is another article's standard question.
        SimilarElsewhere = "form.similar_elsewhere",
        /// Neither face says anything.
        NoAnswer = "form.no_answer",
        /// Nothing for the customer in an article that is going out.
        NoCustomer = "form.no_customer",
        /// Sections that the template of the kind asks for.
        Section = "form.section",
        /// An answer that begins by pointing to what stood before it.
        StandAlone = "form.stand_alone",
        /// A short form that nobody explains.
        Abbreviation = "form.abbreviation",
        /// A lead that is too long.
        LongLead = "form.long_lead",
        /// A sentence that is too long to be said.
        LongSentence = "form.long_sentence",
        /// An answer that just ends.
        Closing = "form.closing",
        /// A date that nobody can resolve later.
        UnresolvedDate = "form.unresolved_date",
        /// More chars than the channel takes.
        BudgetOver = "budget.over",
        /// Longer to say than the channel allows.
        BudgetSeconds = "budget.seconds",
        /// Many SMS segments.
        BudgetSegments = "budget.segments",
    }
}

/// For which rules a longer word is harmless.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shield {
    /// For all.
    All,
    /// For those of a family.
    Family(&'static str),
    /// For one.
    Rule(Rule),
}

impl Shield {
    /// Reads `*`, `promise.*` or `promise.word`.
    pub fn from_word(word: &str) -> Option<Shield> {
        match word.strip_suffix('*') {
            Some("") => Some(Shield::All),
            Some(family) => {
                let family = family.strip_suffix('.')?;
                Rule::ALL.iter().map(|rule| rule.family()).find(|f| *f == family).map(Shield::Family)
            }
            None => Rule::from_word(word).map(Shield::Rule),
        }
    }

    /// Whether it is for a rule.
    pub fn covers(self, rule: Rule) -> bool {
        match self {
            Shield::All => true,
            Shield::Family(family) => rule.family() == family,
            Shield::Rule(one) => rule == one,
        }
    }
}

impl Rule {
    /// The family: what stands before the dot.
    pub fn family(self) -> &'static str {
        self.word().split_once('.').map_or(self.word(), |(family, _)| family)
    }
}

words! {
    /// Words by which a rule tells how another word is meant.
    List {
        /// Turns a word behind it into its opposite.
        Negation = "negation",
        /// Looks like a word of another list and is none.
        Plain = "plain",
        /// Ends the reach of a negation.
        Break = "break",
        /// Behind a word: not so after all.
        NotAfter = "not_after",
        /// Says what something is for.
        Purpose = "purpose",
        /// The same, only right before the word.
        PurposeNear = "purpose_near",
        /// Says that somebody has to do it.
        Duty = "duty",
        /// The house speaks of itself.
        House = "house",
        /// Makes a clause a question.
        Asking = "asking",
        /// Somebody else says so.
        Reported = "reported",
        /// Takes the edge off a promise.
        Hedge = "hedge",
        /// Behind a word: it is a circumstance.
        Circumstance = "circumstance",
        /// A promise only where the clause says to whom or of what.
        WeakPromise = "weak_promise",
        /// To whom a promise is made, or of what.
        Stake = "stake",
        /// The house binds itself.
        Commit = "commit",
        /// Behind 100%: an outcome.
        Outcome = "outcome",
        /// In front of 100%: a share of a whole.
        Share = "share",
        /// Behind 客户: a title or a thing.
        CustomerTitle = "customer_title",
        /// Who has a limit or an extension.
        Role = "role",
        /// What is said of a limit.
        Limit = "limit",
        /// In front of an extension.
        Extension = "extension",
        /// In front of a code of the house.
        Code = "code",
        /// First letters of codes that are standards.
        Standard = "standard",
        /// Who gives out documents that anybody may read.
        PublicIssuer = "public_issuer",
        /// In front of a clause of a document that is not named.
        ClauseLead = "clause_lead",
        /// Capital letters that everybody reads.
        Known = "known",
        /// In front of letters that are printed or typed.
        LabelBefore = "label_before",
        /// Behind letters that are printed or typed.
        LabelAfter = "label_after",
        /// Behind letters: what they mean follows.
        Meaning = "meaning",
        /// Speaks of something that is once.
        Campaign = "campaign",
        /// Closes an answer.
        Closing = "closing",
        /// Begins an answer that does not stand alone.
        Pronoun = "pronoun",
        /// Begins like a pronoun and is none.
        NoPronoun = "no_pronoun",
        /// Makes a question.
        QuestionWord = "question_word",
        /// Parts one question from the next.
        QuestionBreak = "question_break",
        /// Makes a part of a question ask nothing.
        NoQuestion = "no_question",
    }
}

words! {
    /// A number that a rule goes by.
    Limit {
        /// Most chars of a lead.
        LeadChars = "lead_chars",
        /// Most chars of a sentence that is said.
        SentenceChars = "sentence_chars",
        /// Most chars in one breath.
        BreathChars = "breath_chars",
        /// Most SMS segments that are not many.
        SmsSegments = "sms_segments",
    }
}
