use std::sync::mpsc::RecvTimeoutError;
use std::thread;

use super::*;

/// A desk that is stuck until it is let go, and the sign that its thread has ended.
struct Stuck {
    door: Door,
    entered: Receiver<()>,
    release: mpsc::Sender<()>,
    ended: Receiver<()>,
}

fn stuck(path: &Path) -> Stuck {
    let (enter, entered) = mpsc::channel();
    let (release, released) = mpsc::channel::<()>();
    let (alive, ended) = mpsc::channel();
    let desk = move |_| {
        let _alive = &alive;
        let _ = enter.send(());
        // Let go once, it is free for good: then the other end is gone.
        let _ = released.recv();
        Answer::Done
    };
    Stuck { door: here(listen(path, desk)), entered, release, ended }
}

#[test]
fn a_flood_is_dropped_at_once_and_everything_ends() {
    const FLOOD: u64 = 10_000;
    let spot = spot();
    let Stuck { door, entered, release, ended } = stuck(&spot.path);
    let mut raw = Raw::connect(door.path());
    let writer = raw.stream().try_clone().unwrap();
    let flood = thread::spawn(move || {
        for seq in 0..FLOOD {
            let line =
                format!("{{\"v\":1,\"seq\":{seq},\"do\":\"query\",\"text\":\"{}\"}}\n", "退".repeat(200));
            (&writer).write_all(line.as_bytes()).unwrap();
        }
    });
    entered.recv_timeout(LONG).unwrap();
    // The desk has not answered one; all that go beyond 64 are refused while it is stuck.
    for seq in 64..FLOOD {
        assert_eq!(raw.answer(), Some((Some(seq), Answer::busy())));
    }
    flood.join().unwrap();
    // Others are told so as well.
    assert_eq!(send(door.path(), &Envelope::new(Told::Status)), Ok(Answer::busy()));
    drop(release);
    for seq in 0..64 {
        assert_eq!(raw.answer(), Some((Some(seq), Answer::Done)));
    }
    assert_eq!(raw.ask(STATUS), "ok");
    drop(door);
    assert!(raw.answer().is_none());
    assert_eq!(ended.recv_timeout(LONG), Err(RecvTimeoutError::Disconnected), "the desk's thread ends");
}

#[test]
fn the_end_does_not_wait_for_a_stuck_desk() {
    let spot = spot();
    let Stuck { door, entered, release, ended } = stuck(&spot.path);
    let path = spot.path.clone();
    let asking = thread::spawn(move || send(&path, &Envelope::new(Told::Status)));
    entered.recv_timeout(LONG).unwrap();
    drop(door);
    assert!(!spot.path.exists());
    assert_eq!(asking.join().unwrap(), Err(TellError::Ended { path: spot.path.clone() }));
    drop(release);
    assert_eq!(ended.recv_timeout(LONG), Err(RecvTimeoutError::Disconnected));
}

#[test]
fn what_waits_at_the_end_is_let_go() {
    let spot = spot();
    let Stuck { door, entered, release, ended } = stuck(&spot.path);
    let raw = Raw::connect(door.path());
    raw.write(format!("{STATUS}\n{STATUS}\n{STATUS}\n").as_bytes()).unwrap();
    entered.recv_timeout(LONG).unwrap();
    drop(door);
    drop(release);
    assert_eq!(ended.recv_timeout(LONG), Err(RecvTimeoutError::Disconnected));
    assert!(entered.try_recv().is_err(), "the desk was asked once");
}
