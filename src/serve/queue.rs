//! The queue before the desk: bounded, and never a reason to wait.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;

use super::outbox::{Debt, Outbox};
use crate::model::told::{Answer, Envelope, Told};

/// Hands messages to the desk, one after the other.
#[derive(Debug)]
pub(super) struct Queue {
    jobs: Sender<Job>,
    unanswered: Arc<AtomicUsize>,
    most: usize,
    is_closed: Arc<AtomicBool>,
}

/// A message on its way, and where its answer goes.
#[derive(Debug)]
struct Job {
    envelope: Envelope,
    place: Place,
    debt: Debt,
}

/// One of the places for unanswered messages.
#[derive(Debug)]
struct Place(Arc<AtomicUsize>);

impl Drop for Place {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}

impl Queue {
    /// Starts the thread in which the desk answers. It ends when the queue is closed or dropped.
    pub(super) fn start(most: usize, desk: impl Fn(Told) -> Answer + Send + 'static) -> io::Result<Queue> {
        let (jobs, waiting) = mpsc::channel();
        let is_closed = Arc::new(AtomicBool::new(false));
        let closed = Arc::clone(&is_closed);
        thread::Builder::new().name("zhixi-told".into()).spawn(move || serve(&waiting, &desk, &closed))?;
        Ok(Queue { jobs, unanswered: Arc::default(), most, is_closed })
    }

    /// Hands a message on; the answer goes to the outbox. When too many are unanswered it is dropped and said so at once.
    pub(super) fn put(&self, envelope: Envelope, outbox: &Arc<Outbox>) {
        let more = |now: usize| (now < self.most).then_some(now + 1);
        if self.unanswered.fetch_update(Ordering::AcqRel, Ordering::Acquire, more).is_err() {
            return outbox.put(Answer::busy().line(envelope.seq));
        }
        let place = Place(Arc::clone(&self.unanswered));
        let job = Job { envelope, place, debt: outbox.owe() };
        // The thread lives as long as the queue; were it gone, so would be the desk.
        if let Err(mpsc::SendError(job)) = self.jobs.send(job) {
            job.answer(&closing());
        }
    }

    /// Lets go of what waits.
    pub(super) fn close(&self) {
        self.is_closed.store(true, Ordering::Release);
    }
}

impl Job {
    fn answer(self, answer: &Answer) {
        let Job { envelope, place, debt } = self;
        // Before the answer is written: who has the answer may send the next message.
        drop(place);
        debt.pay(answer.line(envelope.seq));
    }
}

fn closing() -> Answer {
    Answer::refused("the desk is closing. Start zhixi again.")
}

fn serve(waiting: &Receiver<Job>, desk: &dyn Fn(Told) -> Answer, is_closed: &AtomicBool) {
    for job in waiting {
        if is_closed.load(Ordering::Acquire) {
            return;
        }
        let told = job.envelope.told.clone();
        // A message that the desk stumbles over must not be the last.
        let answer = catch_unwind(AssertUnwindSafe(|| desk(told))).unwrap_or_else(|_| {
            Answer::refused("the desk stumbled over this message. Tell those who look after zhixi.")
        });
        job.answer(&answer);
    }
}
