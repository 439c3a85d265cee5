//! `zuoxi-schema MIGRATIONS FILE`: makes a plain SQLite file with the store's schema.
//!
//! sqlx checks the store's queries against such a file while it compiles them. It cannot be the encrypted cache itself,
//! because sqlx's macros know no key, and it is not made by the store, which does not compile before it exists.

use std::path::Path;

use anyhow::{Context, Result};
use sqlx::ConnectOptions;
use sqlx::migrate::Migrator;
use sqlx::sqlite::SqliteConnectOptions;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let mut arguments = std::env::args_os().skip(1);
    let (migrations, file) = arguments.next().zip(arguments.next()).context("usage: zuoxi-schema MIGRATIONS FILE")?;
    let mut database = SqliteConnectOptions::new().filename(file).create_if_missing(true).connect().await?;
    Migrator::new(Path::new(&migrations)).await?.run(&mut database).await?;
    Ok(())
}
