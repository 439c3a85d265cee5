//! SQLite alone, in C: compiled from the amalgamation that the product links, with the same switches.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use anyhow::{Context, Result, ensure};
use futures_util::TryStreamExt as _;
use sqlx::{Column as _, Row as _, SqliteConnection, TypeInfo as _, ValueRef as _};
use tokio::process::Command;

use crate::Setting;
use crate::side::Side;

/// As libsqlite3-sys builds it.
const SWITCHES: [&str; 18] = [
    "-DSQLITE_CORE",
    "-DSQLITE_DEFAULT_FOREIGN_KEYS=1",
    "-DSQLITE_ENABLE_API_ARMOR",
    "-DSQLITE_ENABLE_COLUMN_METADATA",
    "-DSQLITE_ENABLE_DBSTAT_VTAB",
    "-DSQLITE_ENABLE_FTS3",
    "-DSQLITE_ENABLE_FTS3_PARENTHESIS",
    "-DSQLITE_ENABLE_FTS5",
    "-DSQLITE_ENABLE_JSON1",
    "-DSQLITE_ENABLE_MEMORY_MANAGEMENT",
    "-DSQLITE_ENABLE_RTREE",
    "-DSQLITE_ENABLE_STAT4",
    "-DSQLITE_SOUNDEX",
    "-DSQLITE_THREADSAFE=1",
    "-DSQLITE_USE_URI",
    "-DHAVE_USLEEP=1",
    "-DHAVE_ISNAN",
    "-DHAVE_LOCALTIME_R",
];
const CIPHER: [&str; 5] = [
    "-DSQLITE_HAS_CODEC",
    "-DSQLITE_TEMP_STORE=2",
    "-DSQLITE_EXTRA_INIT=sqlcipher_extra_init",
    "-DSQLITE_EXTRA_SHUTDOWN=sqlcipher_extra_shutdown",
    "-DHAVE_STDINT_H=1",
];
const SOURCE: &str = include_str!("../floor/floor.c");
const KEY: &str = "0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f";

/// The program, built if there is none yet of this source.
async fn program(setting: &Setting, encrypted: bool) -> Result<PathBuf> {
    let (name, source) = if encrypted { ("floor-cipher", "sqlcipher") } else { ("floor", "sqlite3") };
    let optimise = if cfg!(debug_assertions) { "-O1" } else { "-O3" };
    let program = setting.kept.join(format!("{name}{optimise}"));
    let made_of = program.with_extension("c");
    if program.exists() && std::fs::read_to_string(&made_of).is_ok_and(|then| then == SOURCE) {
        return Ok(program);
    }
    eprintln!("compiling {} …", program.display());
    let amalgamation = setting.sqlite.join(source);
    std::fs::write(&made_of, SOURCE)?;
    let mut compiler = Command::new("cc");
    compiler.args([optimise, "-w", "-o"]).arg(&program).arg("-I").arg(&amalgamation).args(SWITCHES);
    if encrypted {
        compiler.args(CIPHER);
    }
    compiler.arg(&made_of).arg(amalgamation.join("sqlite3.c")).args(["-lpthread", "-ldl", "-lm"]);
    if encrypted {
        compiler.arg("-lcrypto");
    }
    let done = compiler.stdin(Stdio::null()).status().await.context("there is no C compiler")?;
    if !done.success() {
        std::fs::remove_file(&made_of)?;
    }
    ensure!(done.success(), "the floor does not compile");
    Ok(program)
}

pub struct Floor(Side);

impl Floor {
    /// Writes the messages of [`write_rows`] into an empty file.
    pub async fn ingest(setting: &Setting, folder: &Path, rows: &Path, encrypted: bool) -> Result<Self> {
        let name = if encrypted { "floor-cipher" } else { "floor-plain" };
        let mut command = Command::new(program(setting, encrypted).await?);
        let key = if encrypted { KEY } else { "" };
        command.arg("ingest").arg(folder.join(format!("{name}.db"))).arg(key).arg(schema_file(rows)).arg(rows);
        Ok(Self(Side::start(name, command)?))
    }

    /// Asks one statement again and again, of a plain file.
    pub async fn query(setting: &Setting, file: &Path, sql: &str) -> Result<Self> {
        let mut command = Command::new(program(setting, false).await?);
        command.arg("query").arg(file).arg("").arg(sql);
        Ok(Self(Side::start("floor", command)?))
    }

    /// Commits one row after the other to a file of its own.
    pub async fn commit(setting: &Setting, folder: &Path) -> Result<Self> {
        let mut command = Command::new(program(setting, false).await?);
        command.arg("commit").arg(folder.join("floor-commit.db")).arg("");
        Ok(Self(Side::start("floor", command)?))
    }

    /// Writes so many messages more; processor time for each, in microseconds.
    pub async fn round(&mut self, count: u64) -> Result<f64> {
        self.0.say_line(&count.to_string()).await?;
        let answer = self.0.hear().await?;
        ensure!(answer["written"] == count, "the floor wrote {answer} of {count}");
        Ok(answer["cpuUs"].as_f64().context("no time")? / count.max(1) as f64)
    }

    /// Rows found and the microseconds it took; the values are separated by tabs, each behind `i` or `t`.
    pub async fn ask(&mut self, values: &str) -> Result<(u64, f64)> {
        self.0.say_line(values).await?;
        let answer = self.0.hear().await?;
        Ok((answer["rows"].as_u64().unwrap_or(0), answer["wallUs"].as_f64().context("no time")?))
    }

    /// One commit, in microseconds.
    pub async fn commit_once(&mut self) -> Result<f64> {
        self.0.say_line("").await?;
        self.0.hear().await?["wallUs"].as_f64().context("no time")
    }

    pub async fn end(self) -> Result<()> {
        self.0.end().await
    }
}

fn schema_file(rows: &Path) -> PathBuf {
    rows.with_extension("sql")
}

/// Writes down what a cache has of the messages that were said under load, as `floor.c` reads it, and beside it the schema of
/// the three tables: the product's own, without triggers.
pub async fn write_rows(cache: &mut SqliteConnection, path: &Path) -> Result<()> {
    let schema: Vec<String> = sqlx::query_scalar(
        "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL
            AND (tbl_name IN ('messages', 'search_rows') AND type IN ('table', 'index') OR name = 'search_text')
         ORDER BY type DESC",
    )
    .fetch_all(&mut *cache)
    .await?;
    std::fs::write(schema_file(path), schema.join(";\n"))?;
    let mut file = std::io::BufWriter::new(std::fs::File::create(path)?);
    let mut rows = sqlx::query(
        "SELECT messages.id, messages.chat, message_id, timestamp, svr_order, msg_svr_id, direction, origin, send_status,
            assignee, sender_id, sender_name, sender_avatar_url, text, content_json, mentions_robot, raw,
            key, message, search_rows.chat AS found_in, key AS place, text AS words
         FROM messages JOIN search_rows ON message = messages.id WHERE text LIKE 'L %' ORDER BY messages.id",
    )
    .fetch(cache);
    while let Some(row) = rows.try_next().await? {
        for column in row.columns() {
            let value = row.try_get_raw(column.ordinal())?;
            if value.is_null() {
                file.write_all(b"n")?;
            } else if value.type_info().name() == "INTEGER" {
                let number: i64 = row.try_get_unchecked(column.ordinal())?;
                file.write_all(b"i")?;
                file.write_all(&number.to_le_bytes())?;
            } else {
                let mut text: String = row.try_get_unchecked(column.ordinal())?;
                if column.name() == "words" {
                    text = zuoxi_model::search::words(&text);
                }
                file.write_all(b"t")?;
                file.write_all(&u32::try_from(text.len())?.to_le_bytes())?;
                file.write_all(text.as_bytes())?;
            }
        }
    }
    file.flush()?;
    Ok(())
}
