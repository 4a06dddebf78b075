//! Reads list files: plain lines or CSV (RFC 4180 without line ends inside quotation marks). Called
//! when a watch list is loaded; never opens files itself.

use std::{borrow::Cow, collections::HashSet, sync::Arc};

/// One name or pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row {
    /// As written in the list.
    pub(super) name: String,
    /// Its own label, or the option's.
    pub(super) label: Arc<str>,
    /// The user's identifier.
    pub(super) id: Option<String>,
    /// Where it stands, counted from 1.
    pub(super) line: usize,
}

/// What is wrong with a list, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {message}")]
pub(super) struct ListError {
    pub(super) line: usize,
    pub(super) message: String,
}

/// Rows of a list that are read.
const MOST_ROWS: usize = 2_000_000;
/// Bytes of a name or pattern.
const LONGEST_NAME: usize = 1000;

/// Which column holds what.
#[derive(Clone, Copy)]
struct Columns {
    name: usize,
    label: Option<usize>,
    id: Option<usize>,
}

/// Reads the rows of a list; `label` is for rows without one.
///
/// # Errors
/// The first line that is no row.
pub(super) fn read(content: &[u8], label: &str) -> Result<Vec<Row>, ListError> {
    let text = std::str::from_utf8(content).map_err(|error| {
        let line = content[..error.valid_up_to()].iter().filter(|b| **b == b'\n').count() + 1;
        ListError { line, message: "not valid UTF-8 (save the list as UTF-8)".into() }
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut columns = Columns { name: 0, label: Some(1), id: Some(2) };
    let mut labels: HashSet<Arc<str>> = HashSet::from([Arc::from(label)]);
    let default: Arc<str> = label.into();
    let mut rows: Vec<Row> = Vec::new();
    let mut first = true;
    for (number, line) in text.lines().enumerate() {
        let error = |message: String| ListError { line: number + 1, message };
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        let cells = cells(line).map_err(|message| error(message.into()))?;
        if std::mem::take(&mut first)
            && let Some(named) = header(&cells)
        {
            columns = named;
            continue;
        }
        let cell = |column: usize| cells.get(column).map(|cell| cell.trim()).filter(|cell| !cell.is_empty());
        let name = cell(columns.name).ok_or_else(|| error("the name is empty".into()))?;
        if name.len() > LONGEST_NAME {
            return Err(error(format!("the name is longer than {LONGEST_NAME} bytes: {}", name.len())));
        }
        if cells.len() > 3 && columns.label == Some(1) && columns.id == Some(2) && columns.name == 0 {
            let message = "more than the columns name, label, id (put a name with commas in quotation marks)";
            return Err(error(message.into()));
        }
        if rows.len() == MOST_ROWS {
            return Err(error(format!("more than {MOST_ROWS} rows")));
        }
        let label = match columns.label.and_then(cell) {
            None => default.clone(),
            Some(own) => labels.get(own).cloned().unwrap_or_else(|| {
                let own: Arc<str> = own.into();
                labels.insert(own.clone());
                own
            }),
        };
        let id = columns.id.and_then(cell).map(str::to_owned);
        rows.push(Row { name: name.to_owned(), label, id, line: number + 1 });
    }
    if rows.is_empty() {
        return Err(ListError { line: text.lines().count().max(1), message: "the list holds no rows".into() });
    }
    Ok(rows)
}

/// The columns that a first row names; any others are passed over.
fn header(cells: &[Cow<'_, str>]) -> Option<Columns> {
    let find =
        |names: &[&str]| cells.iter().position(|cell| names.iter().any(|name| cell.trim().eq_ignore_ascii_case(name)));
    let name = find(&["name", "pattern"])?;
    Some(Columns { name, label: find(&["label"]), id: find(&["id"]) })
}

/// The cells of one line of CSV.
fn cells(line: &str) -> Result<Vec<Cow<'_, str>>, &'static str> {
    let mut cells = Vec::with_capacity(3);
    let mut rest = line;
    loop {
        let Some(quoted) = rest.strip_prefix('"') else {
            let end = rest.find(',');
            cells.push(Cow::Borrowed(&rest[..end.unwrap_or(rest.len())]));
            match end {
                Some(end) => rest = &rest[end + 1..],
                None => return Ok(cells),
            }
            continue;
        };
        let mut cell = String::new();
        let mut tail = quoted;
        loop {
            let end = tail.find('"').ok_or("a quotation mark is not closed")?;
            cell.push_str(&tail[..end]);
            tail = &tail[end + 1..];
            match tail.strip_prefix('"') {
                Some(after) => {
                    cell.push('"');
                    tail = after;
                }
                None => break,
            }
        }
        cells.push(Cow::Owned(cell));
        match tail.strip_prefix(',') {
            Some(after) => rest = after,
            None if tail.is_empty() => return Ok(cells),
            None => return Err("text after a closing quotation mark"),
        }
    }
}
