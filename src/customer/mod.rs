//! 客户化: what becomes of the customer answer on its way to a channel. Pure, over model and text.

pub mod render;
