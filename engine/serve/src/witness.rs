//! A witness over HTTP: C2SP `add-checkpoint`, and what it cosigned last.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use act::{Digest, Time};
use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use node::sequencer::StoreFull;
use node::witness::{Effect, Input, Memory, Swapped, Witness};
use store::{ReadError, Store, Swap, Witnessed, WriteError};
use tlog::note::{Note, SigningKey};
use tlog::witness::{BODY_BYTES_MAX, KnownLog};

use crate::clock::Clock;
use crate::problem::Problem;

/// A witness that answers requests one after another: comparing and storing is one step.
pub struct WitnessServer {
    role: Mutex<Role>,
    clock: Clock,
}

struct Role {
    witness: Witness,
    store: Box<dyn Store>,
    tickets: u64,
}

impl WitnessServer {
    /// A witness of these logs over its own store.
    pub fn open(
        key: SigningKey,
        logs: Vec<KnownLog>,
        store: Box<dyn Store>,
        clock: Clock,
    ) -> Result<Arc<WitnessServer>, ReadError> {
        let mut memories = BTreeMap::new();
        let reader = store.reader();
        for log in &logs {
            if let Some(memory) = reader.witnessed(&log.origin)?.and_then(memory) {
                memories.insert(log.origin.clone(), memory);
            }
        }
        let witness = Witness::open(key, logs, memories);
        let role = Mutex::new(Role {
            witness,
            store,
            tickets: 0,
        });
        Ok(Arc::new(WitnessServer { role, clock }))
    }

    /// Its endpoints, below any prefix.
    pub fn router(self: &Arc<WitnessServer>) -> Router {
        Router::new()
            .route("/add-checkpoint", post(add_checkpoint))
            .route("/{origin}/checkpoint", get(checkpoint))
            .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
            .with_state(Arc::clone(self))
    }

    fn answer(&self, body: Vec<u8>) -> node::witness::Response {
        let mut role = self.role.lock().unwrap_or_else(PoisonError::into_inner);
        role.answer((self.clock)(), body)
    }
}

impl Role {
    /// One request from its body to its answer; the disk is waited for under the lock, which is
    /// what makes comparing and storing one step.
    fn answer(&mut self, now: Time, body: Vec<u8>) -> node::witness::Response {
        self.tickets += 1;
        let mut effects = self
            .witness
            .step(now, Input::AddCheckpoint(self.tickets, body));
        while let Some(effect) = effects.pop() {
            match effect {
                Effect::Respond(_, response) => return response,
                Effect::Persist {
                    ticket,
                    origin,
                    expected,
                    new,
                } => {
                    let stored = self.persist(&origin, expected, &new);
                    effects.extend(self.witness.step(now, Input::Persisted(ticket, stored)));
                }
            }
        }
        node::witness::Response {
            status: 500,
            content_type: "text/plain; charset=utf-8",
            body: "the witness gave no answer\n".to_owned(),
        }
    }

    fn persist(
        &mut self,
        origin: &str,
        expected: Option<(u64, tlog::Hash)>,
        new: &Memory,
    ) -> Result<Swapped, StoreFull> {
        let witnessed = Witnessed {
            size: new.size,
            root: new.root,
            note: new.note.to_string().into_bytes(),
            time_seconds: new.time,
        };
        match self.store.swap_witnessed(origin, expected, &witnessed) {
            Ok(Swap::Stored) => Ok(Swapped::Stored),
            Ok(Swap::Held(held)) => Ok(Swapped::Held(held.and_then(memory))),
            Err(WriteError::Full { .. }) => Err(StoreFull),
            Err(error) => crate::writer::end(&error),
        }
    }
}

fn memory(stored: Witnessed) -> Option<Memory> {
    let note = Note::parse(&stored.note).ok()?;
    let Witnessed {
        size,
        root,
        time_seconds: time,
        ..
    } = stored;
    Some(Memory {
        size,
        root,
        note,
        time,
    })
}

async fn add_checkpoint(State(server): State<Arc<WitnessServer>>, body: Bytes) -> Response {
    let answered = tokio::task::spawn_blocking(move || server.answer(body.to_vec())).await;
    let Ok(answer) = answered else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    (
        status,
        [(header::CONTENT_TYPE, answer.content_type)],
        answer.body,
    )
        .into_response()
}

async fn checkpoint(
    State(server): State<Arc<WitnessServer>>,
    Path(origin): Path<String>,
) -> Result<Response, Problem> {
    let origin: Digest = origin.parse().map_err(|_| Problem::not_found())?;
    let role = server.role.lock().unwrap_or_else(PoisonError::into_inner);
    let note = role
        .witness
        .checkpoint(&origin)
        .ok_or_else(Problem::not_found)?;
    let headers = [
        (header::CONTENT_TYPE, "text/plain; charset=utf-8"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    Ok((headers, note.to_string()).into_response())
}
