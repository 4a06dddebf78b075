//! Runs wiredesk pipelines: plan, queues, tickets, checkpoints, retries, shutdown.
