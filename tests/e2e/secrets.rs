//! Nothing secret where it does not belong: the files, the command line, the page, the web UI's memory.

use std::fs;
use std::io::Read as _;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde_json::json;
use zuoxi_simulator::{ACCESS_KEY, ACCESS_SECRET};

use crate::seat::Seat;
use crate::story::Story;
use crate::{keyring, memory};

pub struct Secrets {
    needles: Vec<Needle>,
}

struct Needle {
    name: String,
    bytes: Vec<u8>,
}

impl Secrets {
    /// The token that was given to the console, and whatever the console has put into the keyring.
    pub async fn of(story: &Story) -> Result<Self> {
        let token = story.world.token(ACCESS_KEY, ACCESS_SECRET).await?;
        let mut secrets = Self::only("the token", &token);
        let kept = keyring::everything(&story.desktop().bus_address()).await?;
        ensure!(!kept.is_empty(), "the console has kept nothing in the keyring");
        // The practice secret is an ordinary word that many a place may rightly hold; another story types a rarer one.
        for (label, secret) in kept.iter().filter(|(_, secret)| secret != ACCESS_SECRET.as_bytes()) {
            secrets.add(&format!("“{label}” of the keyring"), secret);
        }
        Ok(secrets)
    }

    /// A text that is looked for as if it were a secret.
    pub fn only(name: &str, text: &str) -> Self {
        let mut secrets = Self { needles: Vec::new() };
        secrets.add(name, text.as_bytes());
        secrets
    }

    /// A secret, and the other forms in which it may be written down.
    fn add(&mut self, name: &str, secret: &[u8]) {
        let mut needle = |form: &str, bytes: Vec<u8>| {
            self.needles.push(Needle { name: format!("{name}{form}"), bytes });
        };
        if let Ok(text) = std::str::from_utf8(secret) {
            needle(" (as UTF-16)", text.encode_utf16().flat_map(u16::to_le_bytes).collect());
            if let Some(bytes) = from_hex(text) {
                needle(" (as bytes)", bytes);
            }
        }
        needle("", secret.to_vec());
    }

    /// Where they are in the files below `folder`, whatever the files are called.
    pub fn in_files(&self, folder: &Path) -> Result<Vec<String>> {
        let mut found = Vec::new();
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let kind = entry.file_type()?;
            if kind.is_dir() {
                found.extend(self.in_files(&entry.path())?);
            } else if kind.is_file() {
                let bytes = fs::read(entry.path()).with_context(|| entry.path().display().to_string())?;
                let place = entry.path().display().to_string();
                found.extend(self.within(&bytes, &place));
                if entry.path().extension().is_some_and(|ending| ending == "zip") {
                    found.extend(self.packed(bytes, &place)?);
                }
            }
        }
        Ok(found)
    }

    /// Where they are in a zip file.
    pub fn packed_in(&self, file: &Path) -> Result<Vec<String>> {
        self.packed(fs::read(file)?, &file.display().to_string())
    }

    /// Where they are in the files that are packed into a zip file.
    fn packed(&self, bytes: Vec<u8>, place: &str) -> Result<Vec<String>> {
        let mut packed = zip::ZipArchive::new(std::io::Cursor::new(bytes)).context(place.to_owned())?;
        let mut found = Vec::new();
        for index in 0..packed.len() {
            let mut file = packed.by_index(index)?;
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes)?;
            found.extend(self.within(&bytes, &format!("{} of {place}", file.name()?)));
        }
        Ok(found)
    }

    /// Where they are in what every user of the machine can see of the console's process.
    pub fn in_the_command_line(&self, seat: &Seat) -> Result<Vec<String>> {
        let mut found = Vec::new();
        for file in ["cmdline", "environ"] {
            let file = format!("/proc/{}/{file}", seat.app());
            found.extend(self.within(&fs::read(&file)?, &file));
        }
        Ok(found)
    }

    /// Where they are in the web UI: in the memory of its processes, and in what a script in the page can reach, which
    /// is the document, its storage, and all objects.
    pub async fn in_the_web_ui(&self, seat: &Seat) -> Result<Vec<String>> {
        // The memory comes first, because the walk has to tell the page what it looks for.
        let mut found = self.in_the_memory_of_the_web_ui(seat)?;
        let texts: Vec<&str> = self.needles.iter().filter_map(|needle| str::from_utf8(&needle.bytes).ok()).collect();
        found.extend(seat.run::<Vec<String>>(WALK, json!(texts)).await?);
        Ok(found)
    }

    fn in_the_memory_of_the_web_ui(&self, seat: &Seat) -> Result<Vec<String>> {
        let processes = seat.web_processes()?;
        ensure!(!processes.is_empty(), "the web UI has no process of its own");
        let mut found = Vec::new();
        for process in processes {
            let place = format!("the memory of process {process}");
            memory::search(process, |bytes| found.extend(self.within(bytes, &place)))?;
        }
        Ok(found)
    }

    fn within(&self, bytes: &[u8], place: &str) -> Vec<String> {
        let found = self.needles.iter().filter(|needle| memchr::memmem::find(bytes, &needle.bytes).is_some());
        found.map(|needle| format!("{} is in {place}", needle.name)).collect()
    }
}

fn from_hex(text: &str) -> Option<Vec<u8>> {
    let long_enough =
        text.len() >= 32 && text.len().is_multiple_of(2) && text.bytes().all(|digit| digit.is_ascii_hexdigit());
    let bytes = text.as_bytes().chunks(2).map(|pair| u8::from_str_radix(str::from_utf8(pair).ok()?, 16).ok());
    long_enough.then(|| bytes.collect()).flatten()
}

/// Follows own properties, entries of maps and sets, and React's records on the elements; getters are not called.
const WALK: &str = "
    const needles = arguments[0], found = [], seen = new Set();
    const look = (text, path) => { for (const n of needles) if (text.includes(n)) found.push(path); };
    look(document.documentElement.outerHTML, 'the document');
    for (const store of [localStorage, sessionStorage]) look(JSON.stringify(Object.entries(store)), 'storage');
    const waiting = [[window, 'window']];
    for (const element of document.querySelectorAll('*')) {
        waiting.push([element, element.tagName]);
        if ('value' in element) look(String(element.value), element.tagName + '.value');
    }
    while (waiting.length && seen.size < 3e6) {
        const [value, path] = waiting.pop();
        if (typeof value === 'string') { look(value, `the page at ${path}`); continue; }
        if (value === null || (typeof value !== 'object' && typeof value !== 'function')) continue;
        if (seen.has(value) || value === needles || value === waiting || value === seen) continue;
        seen.add(value);
        const add = (child, key) => waiting.push([child, path.slice(-200) + '.' + String(key)]);
        try {
            if (value instanceof Map) for (const [k, v] of value) { add(k, 'key'); add(v, String(k)); }
            if (value instanceof Set) for (const v of value) add(v, 'entry');
            if (ArrayBuffer.isView(value)) continue;
            for (const key of Reflect.ownKeys(value)) {
                const property = Object.getOwnPropertyDescriptor(value, key);
                if (property && 'value' in property) add(property.value, key);
            }
        } catch { /* Objects of other origins refuse to be looked at. */ }
    }
    return found;";
