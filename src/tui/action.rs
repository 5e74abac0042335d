//! The one table of actions: what a key, the palette, the help page and the hints can do.

/// Where a key is pressed. Each context also has the keys of [`Context::Global`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Context {
    /// Everywhere.
    Global,
    /// The desk: the search line has the caret.
    Search,
    /// An overlay with a list and its own filter line: palette, variants, scope.
    List,
    /// A page to read: help, announcements.
    Page,
    /// The plain view for selecting text with the mouse.
    Plain,
    /// The list of what is worth doing.
    Work,
    /// A text that is being written.
    Edit,
}

impl Context {
    /// Every context with the name of its table in a keymap file.
    pub const ALL: &'static [(Context, &'static str)] = &[
        (Context::Global, "global"),
        (Context::Search, "search"),
        (Context::List, "list"),
        (Context::Page, "page"),
        (Context::Plain, "plain"),
        (Context::Work, "work"),
        (Context::Edit, "edit"),
    ];
}

/// One row of the table.
#[derive(Debug, Clone, Copy)]
pub struct Spec {
    /// What is done.
    pub action: Action,
    /// The name in keymap files; its title is the message `action.NAME`.
    pub name: &'static str,
    /// Where it can be done.
    pub contexts: &'static [Context],
    /// Place among the key hints, 1 first; 0 keeps it out of the hints.
    pub hint: u8,
}

macro_rules! actions {
    ($($(#[$doc:meta])* $variant:ident, $name:literal, [$($context:ident),+], $hint:literal;)+) => {
        /// What a person means by a key.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Action { $($(#[$doc])* $variant),+ }

        /// The table.
        pub const ACTIONS: &[Spec] = &[
            $(Spec { action: Action::$variant, name: $name, contexts: &[$(Context::$context),+], hint: $hint }),+
        ];
    };
}

actions! {
    /// Uses the customer answer: marks it as told where the channel is spoken, copies it everywhere else.
    Use, "use", [Search, Plain], 1;
    /// Copies the customer answer for the channel shown.
    CopyCustomer, "copy_customer", [Search, Plain], 0;
    /// Copies the internal answer.
    CopyInternal, "copy_internal", [Search, Plain], 4;
    /// Flags the article: wrong, outdated, unclear, or something else.
    Flag, "flag", [Search], 8;
    /// Proposes an edit of the article.
    Fix, "fix", [Search], 0;
    /// Opens a new article to be written, for the query.
    Write, "write", [Search], 0;
    /// Shows what is worth an editor's next minutes.
    Work, "work", [Search], 0;
    /// Shows the questions from outside, to be decided on.
    Inbox, "inbox", [Search], 0;
    /// Lists what imports have brought, to be looked through.
    Batches, "batches", [Search], 0;
    /// Refuses: sends a text back, turns feedback down, drops a draft.
    Refuse, "refuse", [Work], 0;
    /// Opens the text to be written on.
    Edit, "edit", [Work], 0;
    /// Says something about a text that waits.
    Remark, "remark", [Work], 0;
    /// Takes the article out of use.
    Withdraw, "withdraw", [Work], 0;
    /// Asks somebody by name to review the text.
    Reassign, "reassign", [Work], 0;
    /// Lists the article's texts: in use, to follow, drafts, old ones.
    Versions, "versions", [Search, Work], 0;
    /// 临时口径: puts the text in use for some hours before anybody has reviewed it.
    Emergency, "emergency", [Work, Edit], 0;
    /// Takes the article on the screen out of use.
    TakeOut, "take_out", [Search], 0;
    /// Notes that the article on the screen was looked at and is still right.
    StillRight, "still_right", [Search], 0;
    /// Shows the article on the desk.
    OpenArticle, "open_article", [Work], 6;
    /// Saves the text as a draft.
    Save, "save", [Edit], 1;
    /// Saves the text and hands it in for review.
    Submit, "submit", [Edit], 2;
    /// Offers what could be put in where the caret stands.
    Pick, "pick", [Edit], 3;
    /// Gives the text to the person's own editor.
    Outside, "outside", [Edit], 0;
    /// Cuts the text in two: what stands below the caret becomes an article of its own.
    Split, "split", [Edit], 0;
    /// Begins a new line.
    NewLine, "new_line", [Edit], 0;
    /// Takes the last change back.
    Undo, "undo", [Edit], 0;
    /// Makes the change again that was taken back.
    Redo, "redo", [Edit], 0;
    /// Turns the query into a draft.
    Add, "add", [Search], 0;
    /// Puts the answer on the stack of one reply, or takes it off.
    Stack, "stack", [Search], 9;
    /// Shows the stack, and copies it as one reply.
    StackList, "stack_list", [Search], 0;
    /// Moves the selected answer of the stack up.
    MoveUp, "move_up", [List], 3;
    /// Moves it down.
    MoveDown, "move_down", [List], 4;
    /// Copies a paragraph, a step or a table row alone.
    Pieces, "pieces", [Search], 0;
    /// Copies the ticket form of the article, filled.
    TicketForm, "ticket_form", [Search], 0;
    /// Shows what belongs to the article: related ones, its category, its product.
    Related, "related", [Search], 10;
    /// Opens the document that the article was made of.
    OpenSource, "open_source", [Search, Work], 0;
    /// Opens what is suggested while the customer speaks.
    Suggestion, "suggestion", [Search], 0;
    /// Goes back to what was looked at before.
    GoBack, "go_back", [Search], 0;
    /// Goes forward again.
    GoForward, "go_forward", [Search], 0;
    /// Keeps the article at hand, or no longer.
    Favourite, "favourite", [Search], 0;
    /// Writes a personal note.
    Note, "note", [Search], 0;
    /// Begins another contact.
    ContactNew, "contact_new", [Search], 0;
    /// Shows the next contact that is open.
    ContactNext, "contact_next", [Search], 11;
    /// Puts the contact on hold, or takes it up again.
    ContactHold, "contact_hold", [Search], 0;
    /// Gives the contact a name.
    ContactName, "contact_name", [Search], 0;
    /// Shows the wrap-up note, copies it and ends the contact.
    ContactEnd, "contact_end", [Search], 12;
    /// Shows the wrap-up note of the contact that ended last, until the next one begins.
    LastNote, "last_note", [Search], 0;
    /// Selects the next result, list entry or line.
    Next, "next", [Search, List, Page, Plain, Work, Edit], 0;
    /// Selects the previous one.
    Previous, "previous", [Search, List, Page, Plain, Work, Edit], 0;
    /// Selects the first result or line.
    First, "first", [Search, List, Page, Plain, Work, Edit], 0;
    /// Selects the last one.
    Last, "last", [Search, List, Page, Plain, Work, Edit], 0;
    /// Scrolls the answers down by half a page.
    ScrollDown, "scroll_down", [Search, List, Page, Plain, Work, Edit], 5;
    /// Scrolls the answers up by half a page.
    ScrollUp, "scroll_up", [Search, List, Page, Plain, Work, Edit], 0;
    /// Moves tables that are too wide on by a column.
    TableRight, "table_right", [Search], 0;
    /// Moves them back by a column.
    TableLeft, "table_left", [Search], 0;
    /// Scrolls the two answers apart, or together again.
    ScrollApart, "scroll_apart", [Search], 0;
    /// Brings the next match of the focused answer into view.
    MatchNext, "match_next", [Search, Edit], 0;
    /// Brings the previous match into view.
    MatchPrevious, "match_previous", [Search, Edit], 0;
    /// Chooses the article for a comparison; the second one opens it.
    Compare, "compare", [Search], 0;
    /// Shows what the last change of the article changed.
    Changes, "changes", [Search], 0;
    /// Pins the article to every desk, or takes the pin away.
    Pin, "pin", [Search], 0;
    /// Shows the other face where there is room for one, else moves the focus to it.
    FlipFace, "flip_face", [Search, Plain, Edit], 2;
    /// Gives the focused answer the whole width, and back.
    Zoom, "zoom", [Search], 0;
    /// Shows the next channel.
    ChannelNext, "channel_next", [Search, Edit], 3;
    /// Shows the previous channel.
    ChannelPrevious, "channel_previous", [Search], 0;
    /// Opens the list of variants of the selected row.
    Variants, "variants", [Search], 6;
    /// Sets region, product and customer type of the contact.
    Scope, "scope", [Search], 7;
    /// Takes all scope filters away.
    ScopeClear, "scope_clear", [Search], 0;
    /// Shows why the selected article was found, or why another was not.
    Explain, "explain", [Search], 0;
    /// Shows what answers fully and is kept back by time or scope, to read only.
    ShowHidden, "show_hidden", [Search], 0;
    /// Records that the query has no good answer here.
    RecordGap, "record_gap", [Search], 0;
    /// Shows the announcements.
    Announcements, "announcements", [Search], 0;
    /// Lists what editors have pinned to every desk.
    Hot, "hot", [Search, List], 0;
    /// Lists what the agent used last.
    Recent, "recent", [Search, List], 0;
    /// Lists what the agent keeps at hand.
    Favourites, "favourites", [Search, List], 0;
    /// Lists what has changed since the agent's last shift.
    Changed, "changed", [Search, List], 0;
    /// Lists what ends soon.
    Expiring, "expiring", [Search, List], 0;
    /// Lists what became of the agent's feedback.
    Decided, "decided", [Search, List], 0;
    /// Lists the agent's own notes.
    Notes, "notes", [Search, List], 0;
    /// Shows the category tree.
    Categories, "categories", [Search, List], 0;
    /// Announces something to every desk, or ends an announcement.
    Announce, "announce", [Search], 0;
    /// Shows the text without borders for selection by mouse.
    PlainView, "plain_view", [Search], 0;
    /// Shows the settings, and changes them.
    Settings, "settings", [Search], 0;
    /// Shows the keys that matter most.
    FirstSteps, "first_steps", [Search], 0;
    /// Deletes the query.
    ClearQuery, "clear_query", [Search, List], 0;
    /// Moves the caret one grapheme to the left.
    CaretLeft, "caret_left", [Search, List, Edit], 0;
    /// Moves the caret one grapheme to the right.
    CaretRight, "caret_right", [Search, List, Edit], 0;
    /// Moves the caret to the beginning.
    CaretStart, "caret_start", [Search, List, Edit], 0;
    /// Moves the caret to the end.
    CaretEnd, "caret_end", [Search, List, Edit], 0;
    /// Deletes the grapheme before the caret.
    DeleteBack, "delete_back", [Search, List, Edit], 0;
    /// Deletes the grapheme after the caret.
    DeleteForward, "delete_forward", [Search, List, Edit], 0;
    /// Deletes the word before the caret.
    DeleteWord, "delete_word", [Search, List, Edit], 0;
    /// Takes the selected entry of a list.
    Accept, "accept", [List, Page, Work], 1;
    /// Steps back: closes what is open. Never quits, never loses text.
    Back, "back", [Global], 2;
    /// Draws everything again.
    Redraw, "redraw", [Global], 0;
    /// Opens the help page.
    Help, "help", [Global], 13;
    /// Leaves the program.
    Quit, "quit", [Global], 14;
    /// Opens the command palette. Always the last hint, never cut off.
    Palette, "palette", [Global], 0;
}

impl Action {
    /// Its row of the table.
    pub fn spec(self) -> &'static Spec {
        ACTIONS.iter().find(|s| s.action == self).unwrap_or(&ACTIONS[0])
    }

    /// Finds an action by its name in keymap files.
    pub fn named(name: &str) -> Option<Action> {
        ACTIONS.iter().find(|s| s.name == name).map(|s| s.action)
    }
}
