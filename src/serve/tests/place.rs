use std::os::unix::net::UnixListener;
use std::sync::Barrier;
use std::thread;

use super::*;
use crate::serve::place::MOST_PATH_BYTES;

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o7777
}

/// What a desk leaves behind that was killed.
fn crash(path: &Path) {
    make_dir(path);
    drop(UnixListener::bind(path).unwrap());
    assert!(path.exists());
}

#[test]
fn only_we_may_come_near_the_socket() {
    let spot = spot();
    let door = willing(&spot.path);
    let dir = spot.path.parent().unwrap();
    assert_eq!((mode(dir), mode(door.path())), (0o700, 0o600));
    assert!(!dir.join(".new").exists());
}

#[test]
fn a_directory_that_others_may_read_is_taken_as_it_is() {
    let spot = spot();
    let dir = spot.path.parent().unwrap();
    fs::create_dir(dir).unwrap();
    fs::set_permissions(dir, Permissions::from_mode(0o755)).unwrap();
    let door = willing(&spot.path);
    assert_eq!((mode(dir), mode(door.path())), (0o755, 0o600));
}

#[test]
fn a_directory_that_others_may_write_is_refused() {
    for wide in [0o777, 0o1777, 0o770, 0o702] {
        let spot = spot();
        let dir = spot.path.parent().unwrap();
        fs::create_dir(dir).unwrap();
        fs::set_permissions(dir, Permissions::from_mode(wide)).unwrap();
        let error = listen(&spot.path, |_| Answer::Done).expect_err("refused");
        assert_eq!(error, SocketError::OthersWrite { dir: dir.into(), mode: wide });
        assert!(!spot.path.exists());
    }
}

#[test]
fn a_long_path_is_a_clear_error_and_the_longest_is_none() {
    let spot = spot();
    let dir = spot.path.parent().unwrap();
    let named = |bytes: usize| dir.join("s".repeat(bytes - dir.as_os_str().len() - 1));
    let path = named(MOST_PATH_BYTES + 1);
    let error = listen(&path, |_| Answer::Done).expect_err("too long");
    let told = send(&path, &Envelope::new(Told::Status));
    let (bytes, most) = (MOST_PATH_BYTES + 1, MOST_PATH_BYTES);
    assert_eq!(told, Err(TellError::TooLong { path: path.clone(), bytes, most }));
    assert_eq!(error, SocketError::TooLong { path, bytes, most });
    let door = willing(&named(MOST_PATH_BYTES));
    assert!(send(door.path(), &Envelope::new(Told::Status)).unwrap().is_fine());
}

#[test]
fn what_a_crashed_desk_left_is_taken_over() {
    let spot = spot();
    crash(&spot.path);
    // It may have died between birth and move as well.
    let nursery = spot.path.parent().unwrap().join(".new");
    fs::create_dir(&nursery).unwrap();
    drop(UnixListener::bind(nursery.join("s")).unwrap());
    let door = willing(&spot.path);
    assert_eq!(mode(door.path()), 0o600);
    assert!(send(&spot.path, &Envelope::new(Told::Status)).unwrap().is_fine());
}

#[test]
fn what_is_no_socket_is_left_alone() {
    let spot = spot();
    make_dir(&spot.path);
    fs::write(&spot.path, "notes").unwrap();
    let error = listen(&spot.path, |_| Answer::Done).expect_err("refused");
    assert_eq!(error, SocketError::NotASocket { path: spot.path.clone() });
    assert_eq!(fs::read_to_string(&spot.path).unwrap(), "notes");
}

#[test]
fn a_second_desk_sees_the_first() {
    let spot = spot();
    let (first, told) = recording(&spot.path);
    assert!(matches!(listen(&spot.path, |_| Answer::Done), Ok(Listening::Other)));
    send(&spot.path, &Envelope::new(Told::Open { id: "kd-1".into() })).unwrap();
    assert_eq!(told.recv_timeout(LONG), Ok(Told::Open { id: "kd-1".into() }));
    drop(first);
    willing(&spot.path);
}

#[test]
fn those_that_wait_listen_one_after_the_other() {
    let spot = spot();
    let first = willing(&spot.path);
    let (sender, doors) = mpsc::channel();
    let all: Vec<_> = (0..2)
        .map(|_| {
            let (path, sender) = (spot.path.clone(), sender.clone());
            thread::spawn(move || sender.send(listen_when_free(&path, |_| Answer::Done)))
        })
        .collect();
    assert!(doors.try_recv().is_err(), "the first is there");
    drop(first);
    let second = here(doors.recv_timeout(LONG).unwrap());
    assert!(send(&spot.path, &Envelope::new(Told::Status)).unwrap().is_fine());
    assert!(doors.try_recv().is_err(), "one at a time");
    drop(second);
    let _third = here(doors.recv_timeout(LONG).unwrap());
    assert!(send(&spot.path, &Envelope::new(Told::Status)).unwrap().is_fine());
    all.into_iter().for_each(|thread| drop(thread.join().unwrap()));
}

#[test]
fn a_live_desk_without_a_lock_is_left_too() {
    let spot = spot();
    make_dir(&spot.path);
    let _live = UnixListener::bind(&spot.path).unwrap();
    assert!(matches!(listen(&spot.path, |_| Answer::Done), Ok(Listening::Other)));
    assert!(spot.path.exists());
}

#[test]
fn of_many_that_start_at_once_one_listens() {
    let spot = spot();
    crash(&spot.path);
    let start = Barrier::new(8);
    let all: Vec<Listening> = thread::scope(|scope| {
        let open = || {
            start.wait();
            listen(&spot.path, |_| Answer::Done).unwrap()
        };
        let threads: Vec<_> = (0..8).map(|_| scope.spawn(open)).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert_eq!(all.iter().filter(|one| matches!(one, Listening::Here(_))).count(), 1);
    assert!(send(&spot.path, &Envelope::new(Told::Status)).unwrap().is_fine());
}

#[test]
fn the_end_of_the_door_removes_the_socket() {
    let spot = spot();
    let door = willing(&spot.path);
    drop(door);
    assert!(!spot.path.exists());
    assert_eq!(
        send(&spot.path, &Envelope::new(Told::Status)),
        Err(TellError::NoDesk { path: spot.path.clone() })
    );
}

#[test]
fn the_socket_of_another_is_not_removed() {
    let spot = spot();
    let door = willing(&spot.path);
    fs::remove_file(&spot.path).unwrap();
    let _other = UnixListener::bind(&spot.path).unwrap();
    drop(door);
    assert!(spot.path.exists());
}
