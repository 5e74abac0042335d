//! Files written by hand, as programs and accidents write them.

use super::*;

pub(super) fn deflate(bytes: &[u8]) -> Vec<u8> {
    use std::io::Write as _;
    let mut out = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
    out.write_all(bytes).unwrap();
    out.finish().unwrap()
}

/// A tiny writer: object 1 is the catalogue, 2 the pages; the rest is given.
#[derive(Default)]
struct File {
    /// From object 3 on.
    objects: Vec<Vec<u8>>,
    pages: Vec<usize>,
    trailer: String,
}

impl File {
    fn add(&mut self, object: impl Into<Vec<u8>>) -> usize {
        self.objects.push(object.into());
        self.objects.len() + 2
    }

    fn stream(&mut self, keys: &str, data: &[u8]) -> usize {
        let mut object = format!("<< {keys} /Length {} >> stream\n", data.len()).into_bytes();
        object.extend(data);
        object.extend(b"\nendstream");
        self.add(object)
    }

    fn page(&mut self, resources: &str, content: &[u8]) {
        let content = self.stream("", content);
        self.page_of(resources, content);
    }

    fn page_of(&mut self, resources: &str, content: usize) {
        let page = format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Resources << {resources} >> /Contents {content} 0 R >>"
        );
        let page = self.add(page);
        self.pages.push(page);
    }

    fn bytes(&self) -> Vec<u8> {
        let kids: Vec<String> = self.pages.iter().map(|page| format!("{page} 0 R")).collect();
        let mut objects = vec![
            b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
            format!("<< /Type /Pages /Kids [{}] /Count {} >>", kids.join(" "), kids.len()).into_bytes(),
        ];
        objects.extend(self.objects.iter().cloned());
        let mut out = b"%PDF-1.7\n".to_vec();
        let mut places = Vec::new();
        for (at, object) in objects.iter().enumerate() {
            places.push(out.len());
            out.extend(format!("{} 0 obj\n", at + 1).bytes());
            out.extend(object);
            out.extend(b"\nendobj\n");
        }
        let start = out.len();
        out.extend(format!("xref\n0 {}\n0000000000 65535 f \n", places.len() + 1).bytes());
        for place in &places {
            out.extend(format!("{place:010} 00000 n \n").bytes());
        }
        let size = places.len() + 1;
        let trailer = &self.trailer;
        out.extend(
            format!("trailer << /Size {size} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF").bytes(),
        );
        out
    }
}

const LATIN: &str = "/Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding >> \
                     /B << /Type /Font /Subtype /Type1 /BaseFont /Courier-Bold /Encoding /WinAnsiEncoding >> \
                     /C << /Type /Font /Subtype /Type0 /BaseFont /STSong /Encoding /UniGB-UCS2-H /DescendantFonts \
                     [<< /Subtype /CIDFontType0 /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) >> >>] >> \
                     /D << /Type /Font /Subtype /Type0 /BaseFont /SimHei /Encoding /UniGB-UCS2-H /DescendantFonts \
                     [<< /Subtype /CIDFontType0 /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) >> >>] >> >>";

/// A line: font, size, place, text; Chinese fonts are written in UTF-16.
fn put(font: &str, size: u32, x: i32, y: i32, text: &str) -> String {
    let shown = match font {
        "C" | "D" => {
            format!("<{}>", text.encode_utf16().map(|unit| format!("{unit:04X}")).collect::<String>())
        }
        _ => format!("({})", text.replace('(', "\\(").replace(')', "\\)")),
    };
    format!("BT /{font} {size} Tf 1 0 0 1 {x} {y} Tm {shown} Tj ET\n")
}

fn read_pages(pages: &[String]) -> Pages {
    let mut file = File::default();
    for page in pages {
        file.page(LATIN, page.as_bytes());
    }
    read(&file.bytes()).unwrap()
}

#[test]
fn headings_paragraphs_and_items() {
    let page = [
        put("C", 20, 200, 740, "退款管理办法"),
        put("D", 10, 50, 700, "第一条 范围"),
        put("C", 10, 70, 680, "客户申请退款时应当核对订单号与付款账号是否一致如果不"),
        put("C", 10, 50, 664, "一致请客户提供付款截图并在工单中写明原因退款一般在三个"),
        put("C", 10, 50, 648, "工作日内到账。"),
        put("C", 10, 70, 632, "本办法自发布之日起施行，由客户服务部负责解释；各中心应"),
        put("C", 10, 50, 616, "当制定细则。"),
        put("D", 10, 50, 590, "第二条 步骤"),
        put("C", 10, 50, 570, "● 核对订单号"),
        put("C", 10, 50, 554, "● 核对付款账号"),
        put("C", 10, 50, 530, "# 号键结束"),
        put("B", 10, 50, 500, "1.2 How to answer"),
        put("F", 10, 50, 480, "Agents check the order number and the pay-"),
        put("F", 10, 50, 464, "ment account before they promise anything."),
    ]
    .concat();
    let pages = read_pages(&[page]);
    let expected = "# 退款管理办法\n\n## 第一条 范围\n\n\
        客户申请退款时应当核对订单号与付款账号是否一致如果不一致请客户提供付款截图并在工单中写明原因退款一般在三个工作日内到账。\n\n\
        本办法自发布之日起施行，由客户服务部负责解释；各中心应当制定细则。\n\n## 第二条 步骤\n\n\
        - 核对订单号\n- 核对付款账号\n\n\\# 号键结束\n\n### 1.2 How to answer\n\n\
        Agents check the order number and the payment account before they promise anything.\n";
    assert_eq!(pages.markdown, expected);
    assert_eq!((pages.title.as_deref(), pages.pages, pages.without_text.len()), (Some("退款管理办法"), 1, 0));
}

#[test]
fn a_font_with_its_own_table_is_read_and_packed_streams_too() {
    let table = "1 begincodespacerange <0000> <FFFF> endcodespacerange 2 beginbfrange <0001> <0002> [<9000> <6B3E>] \
                 <0010> <0012> <0041> endbfrange 1 beginbfchar <0003> <FB01> endbfchar";
    let mut file = File::default();
    let table = file.stream("/Filter /FlateDecode", &deflate(table.as_bytes()));
    let font = file.add(format!(
        "<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /ToUnicode {table} 0 R /DescendantFonts \
         [<< /Subtype /CIDFontType2 /DW 1000 /W [16 [600 600 600]] >>] >>"
    ));
    let shown = deflate(b"BT /F 12 Tf 50 700 Td [<00010002> -3000 <001000110012> 0 <0003>] TJ ET");
    let content = file.stream("/Filter [/FlateDecode]", &shown);
    file.page_of(&format!("/Font << /F {font} 0 R >>"), content);
    let title = "\u{9000}\u{6B3E}".encode_utf16().map(|unit| format!("{unit:04X}")).collect::<String>();
    let info = file.add(format!("<< /Title <FEFF{title}> >>"));
    file.trailer = format!("/Info {info} 0 R");
    let pages = read(&file.bytes()).unwrap();
    assert_eq!(pages.markdown, "退款 ABCfi\n");
    assert_eq!(pages.title.as_deref(), Some("退款"));
}

#[test]
fn running_lines_go_and_paragraphs_cross_pages() {
    let texts = [
        "alpha beta gamma delta epsilon zeta eta",
        "theta iota kappa lambda mu nu xi omicron",
        "pi rho sigma.",
    ];
    let pages: Vec<String> = (1..)
        .zip(texts)
        .map(|(number, text)| {
            let head = put("F", 9, 50, 780, "Internal, 2024 edition");
            let foot = put("F", 9, 290, 20, &format!("- {number} -"));
            let chapter = put("F", 9, 300, 760, &format!("Chapter {}: {}", number, "abc".repeat(number)));
            head + &put("F", 10, 50, 400, text) + &foot + &chapter
        })
        .collect();
    let read = read_pages(&pages);
    assert!(!read.markdown.contains("Internal") && !read.markdown.contains("- 1"), "{}", read.markdown);
    let two: Vec<String> = ["一二三四五六七八九十甲乙丙丁", "戊己庚辛。"]
        .iter()
        .map(|text| put("C", 10, 50, 400, text))
        .collect();
    assert_eq!(read_pages(&two).markdown, "一二三四五六七八九十甲乙丙丁戊己庚辛。\n");
    // With two pages nothing can be told to run.
    assert!(read_pages(&pages[..2]).markdown.contains("Internal"));
}

#[test]
fn two_columns_are_read_one_after_the_other() {
    let mut page = put("C", 18, 230, 760, "两栏的标题");
    for row in 0..8 {
        let letters = ["甲", "乙", "丙", "丁", "戊", "己", "庚", "辛"];
        page += &put("C", 10, 50, 700 - 16 * row, &letters[row as usize].repeat(22));
        page += &put("C", 10, 320, 698 - 16 * row, &letters[row as usize].repeat(21).replace('甲', "右"));
    }
    let text = read_pages(&[page]).markdown;
    let (left, right) = (text.find("辛辛").unwrap(), text.find("右右").unwrap());
    assert!(left < right, "{text}");
    assert!(text.contains("甲乙") && text.contains("庚辛"), "{text}");
}

#[test]
fn pages_without_letters_are_named() {
    let mut file = File::default();
    let picture = file.stream("/Type /XObject /Subtype /Image /Width 1 /Height 1", b"\0");
    file.page(&format!("/XObject << /I {picture} 0 R >>"), b"600 0 0 800 0 0 cm /I Do");
    file.page(LATIN, put("F", 10, 50, 400, "words").as_bytes());
    file.page("", b"");
    // A font whose text nobody tells.
    let font = "/Font << /F << /Subtype /Type0 /Encoding /Identity-H /DescendantFonts [<< >>] >> >>";
    file.page(font, b"BT /F 12 Tf 50 700 Td <00010002> Tj ET");
    let pages = read(&file.bytes()).unwrap();
    assert_eq!((pages.pages, pages.without_text, pages.markdown.as_str()), (4, vec![1, 4], "words\n"));
}

#[test]
fn drawings_within_drawings_end() {
    let mut file = File::default();
    // The form draws itself.
    let form =
        format!("/Subtype /Form /Matrix [1 0 0 1 0 20] /Resources << {LATIN} /XObject << /X 3 0 R >> >>");
    let number = file.stream(&form, (put("F", 10, 50, 400, "inside") + "/X Do").as_bytes());
    assert_eq!(number, 3);
    file.page("/XObject << /X 3 0 R >>", b"/X Do");
    let pages = read(&file.bytes()).unwrap();
    assert!(pages.markdown.matches("inside").count() <= 13, "{}", pages.markdown);
    assert!(pages.markdown.starts_with("inside"));
}

#[test]
fn turned_and_slanted_letters() {
    let turned = "BT /F 10 Tf 0 1 -1 0 300 100 Tm (turned words of a table) Tj ET \
                  BT /F 40 Tf 0.7 0.7 -0.7 0.7 100 100 Tm (DRAFT) Tj ET";
    assert_eq!(read_pages(&[turned.to_owned()]).markdown, "turned words of a table\n");
}

#[test]
fn files_that_are_none() {
    assert_eq!(read(b"").unwrap_err(), Broken::NotPdf);
    assert_eq!(read(b"PK\x03\x04 not this one").unwrap_err(), Broken::NotPdf);
    assert!(matches!(read(b"%PDF-1.7\n").unwrap_err(), Broken::Damaged(_)));
    assert!(matches!(
        read(&[b"%PDF-1.7\n".to_vec(), vec![0xA5; 5000]].concat()).unwrap_err(),
        Broken::Damaged(_)
    ));
    assert_eq!(read(&vec![0; MOST_BYTES + 1]).unwrap_err(), Broken::TooLarge);
}

#[test]
fn encrypted_files_are_told() {
    let mut file = File::default();
    file.page(LATIN, put("F", 10, 50, 400, "secret").as_bytes());
    let (owner, user) = ("AB".repeat(32), "CD".repeat(32));
    let lock =
        file.add(format!("<< /Filter /Standard /V 2 /R 3 /Length 128 /P -44 /O <{owner}> /U <{user}> >>"));
    file.trailer = format!("/Encrypt {lock} 0 R /ID [<00> <00>]");
    assert_eq!(read(&file.bytes()).unwrap_err(), Broken::Encrypted);
}

/// Every file that breaks off or has a wrong byte is read or refused, and the thread never dies.
#[test]
fn broken_files_end_well() {
    let mut file = File::default();
    let shown = deflate(put("C", 12, 50, 700, "退款到账").as_bytes());
    let content = file.stream("/Filter /FlateDecode", &shown);
    file.page_of(LATIN, content);
    file.page(LATIN, put("F", 10, 50, 400, "second page").as_bytes());
    let whole = file.bytes();
    let mut damaged: Vec<Vec<u8>> = (0..whole.len()).step_by(13).map(|end| whole[..end].to_vec()).collect();
    for at in (0..whole.len()).step_by(7) {
        let mut copy = whole.clone();
        copy[at] = copy[at].wrapping_add(0x55);
        damaged.push(copy);
    }
    for bytes in damaged {
        if let Err(Broken::Damaged(why)) = read(&bytes) {
            assert!(!why.contains("cannot be followed"), "{}", String::from_utf8_lossy(&bytes));
        }
    }
    // Without its table of places the pages are found all the same.
    let cut = guard::find(&whole, b"xref").unwrap();
    assert!(read(&whole[..cut]).unwrap().markdown.contains("退款到账"));
}

#[test]
fn bombs_are_refused() {
    let zeros = |size: usize| deflate(&vec![b' '; size]);
    // A drawing that is more than all drawings may be, by drawing one form again and again.
    let mut file = File::default();
    let form = file.stream("/Subtype /Form /Filter /FlateDecode", &zeros(8 << 20));
    file.page(&format!("/XObject << /X {form} 0 R >>"), "/X Do ".repeat(40).as_bytes());
    assert_eq!(read(&file.bytes()).unwrap_err(), Broken::TooLarge);
    // Objects within a stream, which the library would unpack by itself.
    let mut file = File::default();
    let packed = zeros(128 << 20);
    for _ in 0..3 {
        file.stream("/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode", &packed);
    }
    file.page(LATIN, b"");
    assert_eq!(read(&file.bytes()).unwrap_err(), Broken::TooLarge);
    let mut file = File::default();
    file.stream("/Type /ObjStm /N 1 /First 4 /Filter [/FlateDecode /FlateDecode]", &deflate(&packed));
    file.page(LATIN, b"");
    assert!(matches!(read(&file.bytes()).unwrap_err(), Broken::Damaged(_)));
}

#[test]
fn deep_objects_do_not_end_the_stack() {
    let mut file = File::default();
    file.add("[".repeat(200_000));
    file.add("<</A ".repeat(200_000));
    file.page(LATIN, ("[".repeat(100_000) + &put("F", 10, 50, 400, "x")).as_bytes());
    let _ = read(&file.bytes());
    let _ = read(&[b"%PDF-1.4\ntrailer ".to_vec(), b"<</Root ".repeat(100_000)].concat());
}

#[test]
fn who_takes_too_long_or_dies_is_left() {
    let slow = in_a_room(Duration::from_millis(20), |is_given_up| {
        while !is_given_up.load(Ordering::Relaxed) {
            std::thread::yield_now();
        }
        Ok(())
    });
    assert!(matches!(slow, Err(Broken::Damaged(why)) if why.contains("too long")));
    // As a panic would, without the hook and its words in the log of the tests.
    let dead = in_a_room::<()>(Duration::from_secs(60), |_| std::panic::resume_unwind(Box::new(())));
    assert!(matches!(dead, Err(Broken::Damaged(why)) if why.contains("cannot be followed")));
}
