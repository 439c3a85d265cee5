//! The processes behind the window, as `/proc` shows them.

use std::fs;
use std::process::Command;

use anyhow::{Result, ensure};

/// All descendants of a process: (id, name).
pub fn descendants(ancestor: u32) -> Result<Vec<(u32, String)>> {
    let mut all = Vec::new();
    for entry in fs::read_dir("/proc")? {
        let Ok(id) = entry?.file_name().to_string_lossy().parse::<u32>() else { continue };
        // A process may end between the listing and the reading.
        if let Some((name, parent)) = fs::read_to_string(format!("/proc/{id}/stat")).ok().as_deref().and_then(parse) {
            all.push((id, name, parent));
        }
    }
    let mut family = vec![ancestor];
    let mut found = Vec::new();
    while let Some(member) = family.pop() {
        for (id, name, parent) in &all {
            if *parent == member {
                family.push(*id);
                found.push((*id, name.clone()));
            }
        }
    }
    Ok(found)
}

/// `id (name) state parent …`: the name may itself hold blanks and parentheses.
fn parse(stat: &str) -> Option<(String, u32)> {
    let (before, rest) = stat.rsplit_once(')')?;
    let (_, name) = before.split_once('(')?;
    Some((name.to_owned(), rest.split_whitespace().nth(1)?.parse().ok()?))
}

/// Ends the process at once: it cannot save anything any more.
pub fn kill(id: u32) -> Result<()> {
    let status = Command::new("kill").args(["-KILL", &id.to_string()]).status()?;
    ensure!(status.success(), "process {id} could not be killed");
    Ok(())
}

/// A process that has ended, or only waits for its parent to notice.
pub fn is_gone(id: u32) -> bool {
    fs::read_to_string(format!("/proc/{id}/stat"))
        .map_or(true, |stat| stat.rsplit_once(')').is_some_and(|(_, rest)| rest.trim_start().starts_with('Z')))
}
