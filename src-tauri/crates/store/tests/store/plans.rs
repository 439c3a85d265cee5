//! The statements that carry weight must find their rows by an index, however large the cache has become.

use std::path::Path;

use sqlx::{AssertSqlSafe, Connection as _, SqliteConnection};

/// A plain database in memory with all migrations.
async fn schema() -> SqliteConnection {
    let mut connection = SqliteConnection::connect("sqlite::memory:").await.unwrap();
    sqlx::migrate!().run(&mut connection).await.unwrap();
    connection
}

async fn plan(connection: &mut SqliteConnection, sql: String) -> Vec<String> {
    let rows: Vec<(i64, i64, i64, String)> =
        sqlx::query_as(AssertSqlSafe(format!("EXPLAIN QUERY PLAN {sql}"))).fetch_all(connection).await.unwrap();
    rows.into_iter().map(|(_, _, _, step)| step).collect()
}

fn queries() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("queries");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap())
        .map(|file| (file.file_name().into_string().unwrap(), std::fs::read_to_string(file.path()).unwrap()))
        .collect();
    files.sort();
    files
}

#[tokio::test]
async fn no_statement_reads_a_table_from_end_to_end_but_the_chat_list() {
    let mut connection = schema().await;
    let queries = queries();
    assert!(queries.len() > 5);
    for (name, sql) in queries {
        for step in plan(&mut connection, sql).await {
            let lists_the_chats =
                ["chat_list.sql", "waiting_chats.sql"].contains(&name.as_str()) && step == "SCAN chats";
            // Broadcasts are few, and what was asked is merged from three walks along indexes.
            let merges = name == "audit_page.sql" && ["SCAN broadcasts", "SCAN asked"].contains(&step.as_str());
            // An index that holds nothing but the few rows that are wanted.
            let few = name == "undecided_actions.sql" && step == "SCAN actions USING INDEX actions_undecided";
            // Rows given as JSON, and rows worked out from them, are read from end to end; that is what they are for.
            let reads_what_was_given =
                ["wanted", "news", "json_each", "fresh"].iter().any(|given| step.starts_with(&format!("SCAN {given}")));
            // The index of words: it is asked for what matches, and SQLite calls that a scan all the same.
            let matches = step.starts_with("SCAN search_text VIRTUAL TABLE INDEX");
            assert!(
                !step.starts_with("SCAN") || lists_the_chats || merges || few || matches || reads_what_was_given,
                "{name}: {step}"
            );
            assert!(!step.contains("AUTOMATIC"), "{name} builds an index of its own: {step}");
        }
    }
}

#[tokio::test]
async fn a_page_of_a_thread_is_a_walk_along_the_index_without_sorting() {
    let mut connection = schema().await;
    let (_, sql) = queries().into_iter().find(|(name, _)| name == "thread_page.sql").unwrap();
    let steps = plan(&mut connection, sql).await;
    let first =
        "SEARCH messages USING INDEX messages_in_thread_order (chat=? AND (timestamp,svr_order,message_id)<(?,?,?))";
    assert_eq!(steps[0], first, "{steps:#?}");
    assert!(!steps.iter().any(|step| step.contains("TEMP B-TREE")), "{steps:#?}");
}

#[tokio::test]
async fn conversations_to_review_are_a_walk_along_the_index_without_sorting() {
    let mut connection = schema().await;
    let (_, sql) = queries().into_iter().find(|(name, _)| name == "review_chats.sql").unwrap();
    let steps = plan(&mut connection, sql).await;
    assert!(steps[0].starts_with("SEARCH chats USING INDEX chats_by_activity (last_timestamp>?"), "{steps:#?}");
    assert!(!steps.iter().any(|step| step.contains("TEMP B-TREE")), "{steps:#?}");
}

#[tokio::test]
async fn the_sends_that_are_open_are_found_without_the_confirmed_ones() {
    let mut connection = schema().await;
    let sql = "SELECT id FROM outbox WHERE state <> 'confirmed' ORDER BY created_at, sequence";
    let steps = plan(&mut connection, sql.into()).await;
    assert_eq!(steps, ["SCAN outbox USING INDEX outbox_open"]);
}

#[tokio::test]
async fn the_head_of_a_robots_queue_is_found_without_what_is_done() {
    let mut connection = schema().await;
    for name in ["next_action.sql", "waiting_tag_changes.sql"] {
        let (_, sql) = queries().into_iter().find(|(known, _)| known == name).unwrap();
        let steps = plan(&mut connection, sql).await;
        assert_eq!(steps, ["SEARCH actions USING INDEX actions_waiting (robot_key=?)"], "{name}");
    }
}
