use super::*;
use crate::config::DEFAULT_SETTINGS;

fn load(text: &str) -> (Settings, Vec<String>) {
    let (settings, problems) = Settings::load(Path::new("settings.toml"), text);
    (settings, problems.iter().map(ToString::to_string).collect())
}

#[test]
fn everything_can_be_chosen() {
    let (settings, problems) = load(
        r#"
language = "en"
theme = "mono"
glyphs = "ascii"
ambiguous = "wide"
keymap = "safe"
channel = "wechat"
mouse = true
kb = "~/kb"
agent_no = " 08012 "
speech_rate = 200
wrap_up = "{steps}"
"#,
    );
    assert!(problems.is_empty(), "{problems:?}");
    let wanted = Settings {
        language: Language::English,
        theme: "mono".to_owned(),
        glyphs: Glyphs::Ascii,
        ambiguous: Ambiguous::Wide,
        keymap: "safe".to_owned(),
        channel: "wechat".to_owned(),
        mouse: true,
        fuzzy_pinyin: true,
        kb: Some(PathBuf::from("~/kb")),
        agent_no: Some("08012".to_owned()),
        speech_rate: 200,
        wrap_up: Some("{steps}".to_owned()),
    };
    assert_eq!(settings, wanted);
}

#[test]
fn the_default_file_is_all_comments_and_its_lines_are_the_defaults() {
    assert_eq!(load(DEFAULT_SETTINGS), (Settings::default(), Vec::new()));
    let switched_on: String = DEFAULT_SETTINGS
        .lines()
        .filter_map(|line| {
            line.strip_prefix("# ")
                .filter(|rest| KEYS.iter().any(|key| rest.starts_with(&format!("{key} = "))))
        })
        .map(|line| format!("{line}\n"))
        .collect();
    assert_eq!(switched_on.lines().count(), KEYS.len(), "one line for each setting:\n{switched_on}");
    let (settings, problems) = load(&switched_on);
    assert!(problems.is_empty(), "{problems:?}");
    assert!(settings.wrap_up.is_some());
    assert_eq!(Settings { kb: None, agent_no: None, wrap_up: None, ..settings }, Settings::default());
}

#[test]
fn the_default_channel_keymap_and_theme_exist() {
    let settings = Settings::default();
    assert!(channels().get(&settings.channel).is_some());
    assert!(KEYMAPS.contains(&settings.keymap.as_str()));
    assert!(THEMES.contains(&settings.theme.as_str()));
}

#[test]
fn what_is_wrong_is_named_with_its_line_and_the_rest_is_used() {
    let (settings, problems) = load(
        "keymap = \"safe\"\nchanel = \"sms\"\nmouse = \"yes\"\ntheme = \"pink\"\n\nagent_no = 8012\nglyphs = \"ascii\"\n",
    );
    assert_eq!((settings.keymap.as_str(), settings.glyphs), ("safe", Glyphs::Ascii));
    let defaults = Settings::default();
    assert_eq!((settings.channel, settings.theme, settings.mouse), (defaults.channel, defaults.theme, false));
    assert_eq!(
        problems,
        [
            "settings.toml:2: there is no setting `chanel`; it is left out. Did you mean `channel`?",
            "settings.toml:3: `mouse` takes true or false; the default is used.",
            "settings.toml:4: `theme` cannot be `pink`, the default is used; there are: default, light, high-contrast, mono.",
            "settings.toml:6: `agent_no` takes text in quotes; the default is used.",
        ]
    );
}

#[test]
fn unknown_names_list_those_there_are() {
    for (line, part) in [
        ("channel = \"fax\"", "phone, sms, wechat"),
        ("keymap = \"emacs\"", "default, safe, vim"),
        ("language = \"fr\"", "zh-CN, en"),
        ("glyphs = \"emoji\"", "unicode, ascii"),
        ("ambiguous = \"two\"", "auto, narrow, wide"),
    ] {
        let (settings, problems) = load(line);
        assert_eq!(settings, Settings::default(), "{line}");
        assert!(matches!(problems.as_slice(), [one] if one.contains(part)), "{line}: {problems:?}");
    }
}

#[test]
fn a_syntax_error_leaves_the_defaults() {
    for text in ["keymap = \"safe\"\nmouse = yes\n", "keymap = \"safe\"\nkeymap = \"vim\"\n"] {
        let (settings, problems) = load(text);
        assert_eq!(settings, Settings::default());
        let [one] = problems.as_slice() else { panic!("{problems:?}") };
        assert!(one.starts_with("settings.toml:2: TOML syntax error"), "{one}");
    }
}

#[test]
fn a_base_shows_through_where_the_file_is_silent() {
    let base = Settings { language: Language::English, ..Settings::default() };
    let (settings, _) = Settings::load_over(base.clone(), Path::new("s"), "mouse = true");
    assert_eq!(settings.language, Language::English);
    let (settings, _) = Settings::load_over(base, Path::new("s"), "language = \"zh-CN\"");
    assert_eq!(settings.language, Language::Chinese);
}

#[test]
fn complaints_speak_chinese_too() {
    let (_, problems) = Settings::load(Path::new("settings.toml"), "mouse = 1");
    let messages = crate::i18n::Messages::new(Language::Chinese);
    assert_eq!(
        problems[0].say(&messages),
        "settings.toml 第 1 行：`mouse` 的值应是 true 或 false，已用默认值。"
    );
}
