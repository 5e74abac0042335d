//! The audit trail.

use rusqlite::Connection;

use super::error::StoreError;
use super::open::{Store, Write};
use crate::model::Moment;

/// Who acts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Who {
    /// The operating-system user.
    pub os_user: String,
    /// 工号, where set.
    pub agent_no: Option<String>,
}

pub(super) fn write(
    conn: &Connection,
    who: &Who,
    now: Moment,
    what: &str,
    article: Option<i64>,
    revision: Option<i64>,
    detail: Option<&str>,
) -> rusqlite::Result<()> {
    let mut insert = conn.prepare_cached(
        "INSERT INTO event (uuid, at, os_user, agent_no, what, article, revision, detail)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?;
    insert.execute((
        next_uuid(conn, now)?,
        now.0,
        &who.os_user,
        &who.agent_no,
        what,
        article,
        revision,
        detail,
    ))?;
    Ok(())
}

/// The UUIDv7 of the next event: by its time, and behind the newest one, so that their order is that of writing whatever
/// the clock does (RFC 9562, 6.2, method 2).
fn next_uuid(conn: &Connection, now: Moment) -> rusqlite::Result<String> {
    let noise = *uuid::Uuid::new_v4().as_bytes();
    let newest: Option<String> =
        conn.prepare_cached("SELECT max(uuid) FROM event")?.query_row([], |r| r.get(0))?;
    let [a, b, .., c, d] = noise;
    let mut bytes = [0; 10];
    bytes.iter_mut().zip(noise).for_each(|(to, from)| *to = from);
    let fresh =
        uuid::Builder::from_unix_timestamp_millis(u64::try_from(now.0).unwrap_or(0), &bytes).into_uuid();
    let step = u128::from(u32::from_be_bytes([a, b, c, d])) + 1;
    Ok(match newest.and_then(|newest| uuid::Uuid::parse_str(&newest).ok()) {
        Some(newest) if newest >= fresh => behind(newest, step),
        _ => fresh,
    }
    .to_string())
}

/// A UUIDv7 so many steps behind another: counted over all its bits but version and variant.
fn behind(newest: uuid::Uuid, step: u128) -> uuid::Uuid {
    const LOW: u128 = (1 << 62) - 1;
    const MIDDLE: u128 = 0xfff;
    let of = newest.as_u128();
    let count = ((of >> 80) << 74) | (((of >> 64) & MIDDLE) << 62) | (of & LOW);
    let count = count.wrapping_add(step);
    let bits =
        ((count >> 74) << 80) | (7 << 76) | (((count >> 62) & MIDDLE) << 64) | (2 << 62) | (count & LOW);
    uuid::Uuid::from_u128(bits)
}

impl Write<'_> {
    /// Adds a line to the audit trail.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn event(
        &self,
        what: &str,
        article: Option<i64>,
        revision: Option<i64>,
        detail: Option<&str>,
    ) -> Result<(), StoreError> {
        write(&self.tx, self.who, self.now, what, article, revision, detail).map_err(self.at())
    }
}

impl Store {
    /// How many lines the audit trail has.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn event_count(&self) -> Result<i64, StoreError> {
        self.conn.query_row("SELECT count(*) FROM event", [], |r| r.get(0)).map_err(self.at())
    }
}

/// A line of the audit trail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// When it was, by the clock of then.
    pub at: Moment,
    /// Who did it.
    pub who: Who,
    /// What was done: one word.
    pub what: String,
    /// Row number of the revision it was done to.
    pub revision: Option<i64>,
    /// More about it, as JSON.
    pub detail: Option<String>,
}

impl Store {
    /// The audit trail of an article, in the order of writing.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn events_of(&self, article: i64) -> Result<Vec<Event>, StoreError> {
        self.conn
            .prepare_cached(
                "SELECT at, os_user, agent_no, what, revision, detail FROM event WHERE article = ?1 ORDER BY uuid",
            )
            .and_then(|mut s| s.query_map([article], event)?.collect())
            .map_err(self.at())
    }

    /// When the newest line of the audit trail was written, by the clock of then.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn last_event(&self) -> Result<Option<Moment>, StoreError> {
        use rusqlite::OptionalExtension as _;
        self.conn
            .prepare_cached("SELECT at FROM event ORDER BY uuid DESC LIMIT 1")
            .and_then(|mut s| s.query_row([], |r| r.get(0).map(Moment)).optional())
            .map_err(self.at())
    }
}

fn event(r: &rusqlite::Row<'_>) -> rusqlite::Result<Event> {
    Ok(Event {
        at: Moment(r.get(0)?),
        who: Who { os_user: r.get(1)?, agent_no: r.get(2)? },
        what: r.get(3)?,
        revision: r.get(4)?,
        detail: r.get(5)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::tests::{NOW, new_store, who};

    #[test]
    fn events_keep_their_order_when_the_clock_is_set_back() {
        let (_dir, mut store) = new_store();
        let times = [NOW.0 + 5, NOW.0 - 86_400_000, NOW.0 - 86_400_000, -7, NOW.0 + 6];
        for (n, at) in times.into_iter().enumerate() {
            store.write(&who(), Moment(at), |w| w.event(&format!("e{n}"), None, None, None)).unwrap();
        }
        let all: Vec<(String, i64)> = store
            .conn
            .prepare("SELECT what, at FROM event WHERE what LIKE 'e_' ORDER BY uuid")
            .and_then(|mut s| s.query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?.collect())
            .unwrap();
        let wanted: Vec<(String, i64)> =
            times.into_iter().enumerate().map(|(n, at)| (format!("e{n}"), at)).collect();
        assert_eq!(all, wanted);
        assert_eq!(store.last_event().unwrap(), Some(Moment(NOW.0 + 6)));
    }

    #[test]
    fn a_uuid_that_is_pushed_behind_is_still_of_version_7() {
        let mut last = uuid::Builder::from_unix_timestamp_millis(5, &[0xff; 10]).into_uuid();
        for step in [1, 7, u128::from(u32::MAX)] {
            let next = behind(last, step);
            assert!(next > last, "{next} {last}");
            assert_eq!((next.get_version_num(), next.get_variant()), (7, uuid::Variant::RFC4122), "{next}");
            last = next;
        }
        assert!(last.to_string().starts_with("00000000-0006-"), "the bits over flow into the time: {last}");
    }
}
