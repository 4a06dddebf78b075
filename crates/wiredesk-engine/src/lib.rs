//! Runs wiredesk pipelines: plan, queues, tickets, checkpoints, retries, shutdown.

pub mod plan;
pub mod planner;
