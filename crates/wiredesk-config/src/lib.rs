//! Layered settings of wiredesk, every value traceable to file, line and column.
