//! What a file really is, and whether it can be opened without filling the memory.

use std::fs::File;
use std::io::{self, BufReader, Read as _};
use std::path::Path;

use zip::ZipArchive;

use crate::import::reason::Reason;

/// Workbooks larger than this are refused: a table of that size is read row by row from CSV.
const MOST_FILE_BYTES: u64 = 256 << 20;
/// Bytes of a part that is held in memory, when unpacked: shared texts, styles, the content of ODS.
const MOST_HELD_BYTES: u64 = 256 << 20;
/// Bytes of all parts together, when unpacked.
const MOST_ALL_BYTES: u64 = 2 << 30;
const MOST_PARTS: usize = 20_000;

/// The format that a workbook has by its content, whatever its ending says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Container {
    Xlsx,
    Xlsb,
    Xls,
    Ods,
}

/// Tells what a file is. The inner error says why it cannot be read as a workbook.
pub(super) fn container(path: &Path) -> io::Result<Result<Container, Reason>> {
    let mut file = File::open(path)?;
    let size = file.metadata()?.len();
    if size > MOST_FILE_BYTES {
        return Ok(Err(Reason::LargeWorkbook { mib: MOST_FILE_BYTES >> 20 }));
    }
    let mut head = [0; 8];
    let read = file.read(&mut head)?;
    let head = head.get(..read).unwrap_or_default();
    if head.starts_with(b"PK") {
        return zipped(path);
    }
    // A compound file (MS-CFB): an old workbook, or a new one under a password.
    if head.starts_with(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) {
        return Ok(if is_encrypted(path)? { Err(Reason::Encrypted) } else { Ok(Container::Xls) });
    }
    // Old systems write BIFF without a container.
    if matches!(head, [0x09, 0x00 | 0x02 | 0x04 | 0x08, ..]) {
        return Ok(Ok(Container::Xls));
    }
    Ok(Err(Reason::NotAWorkbook))
}

/// Whether a compound file holds the stream of an encrypted package (MS-OFFCRYPTO 2.3.4.4), by its UTF-16 name.
fn is_encrypted(path: &Path) -> io::Result<bool> {
    let mut bytes = Vec::new();
    File::open(path)?.take(MOST_FILE_BYTES).read_to_end(&mut bytes)?;
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    Ok(bytes.windows(name.len()).any(|window| window == name))
}

fn zipped(path: &Path) -> io::Result<Result<Container, Reason>> {
    let broken = |error: &dyn std::fmt::Display| Ok(Err(Reason::BrokenWorkbook(error.to_string())));
    let mut archive = match ZipArchive::new(BufReader::new(File::open(path)?)) {
        Ok(archive) => archive,
        Err(error) => return broken(&error),
    };
    if archive.len() > MOST_PARTS {
        return Ok(Err(Reason::Bomb));
    }
    let names: Vec<String> = archive.file_names().flatten().map(|name| name.to_ascii_lowercase()).collect();
    // Where the parts lie is said by the package; some programs put them elsewhere than in `xl/`.
    let has = |name: &str| names.iter().any(|part| part.rsplit(['/', '\\']).next() == Some(name));
    let found = if has("workbook.xml") {
        Container::Xlsx
    } else if has("workbook.bin") {
        Container::Xlsb
    } else if has("content.xml") {
        Container::Ods
    } else {
        return Ok(Err(Reason::NotAWorkbook));
    };
    // Sizes that an archive declares may lie, so what is read is counted.
    let mut all = 0_u64;
    for at in 0..archive.len() {
        let part = match archive.by_index(at) {
            Ok(part) => part,
            Err(error) => return broken(&error),
        };
        let Ok(name) = part.name().map(|name| name.to_ascii_lowercase()) else { continue };
        let is_read = name.ends_with(".xml") || name.ends_with(".bin") || name.ends_with(".rels");
        if !is_read {
            continue;
        }
        let is_streamed = name.contains("worksheets/");
        let most = if is_streamed { MOST_ALL_BYTES } else { MOST_HELD_BYTES };
        let mut part = part.take(most + 1);
        // A part that is damaged, or longer than it says, ends early: whether that matters shows when it is opened.
        let Ok(read) = io::copy(&mut part, &mut io::sink()) else { continue };
        all = all.saturating_add(read);
        if read > most || all > MOST_ALL_BYTES {
            return Ok(Err(Reason::Bomb));
        }
    }
    Ok(Ok(found))
}
