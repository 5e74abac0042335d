//! Screens: one folder each, with its state, its update and its view.

pub mod desk;
