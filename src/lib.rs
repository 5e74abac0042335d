//! zhixi (知席): knowledge at the agent's seat.
//!
//! This page is the map; each room says what it is for and what it may not do. The doors are one-way:
//! `main → cli → {tui, serve, import} → kb → {store, search, customer} → model → text`.
//! `tests/it/arch.rs` fails when a room uses what is not its own.

pub mod cli;
pub mod config;
pub mod customer;
pub mod i18n;
pub mod import;
pub mod kb;
pub mod model;
pub mod search;
pub mod serve;
pub mod store;
pub mod text;
pub mod tui;
