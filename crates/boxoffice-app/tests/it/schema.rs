//! The schema and the statements mean the same on both databases.

use std::fs;
use std::path::{Path, PathBuf};

use boxoffice_app::both_databases;
use boxoffice_app::store::scratch::Column;
use boxoffice_app::store::{DatabaseAddress, Dialect, Store};
use boxoffice_app::testing::run_on;

/// Full-text structures are where the databases truly differ; their tables begin so.
const DIFFERENT_ON_PURPOSE: &str = "search_";

/// A statement found in the source: where, its constant's name, its text.
struct Statement {
    place: String,
    name: String,
    sql: String,
}

both_databases! {
    async fn every_statement_can_be_prepared(app: TestApp) {
        let statements = statements();
        assert!(!statements.is_empty(), "no statement was found: the scan is broken");
        let mut broken = Vec::new();
        for statement in statements.iter().filter(|statement| is_for(&statement.name, app.store.dialect())) {
            if let Err(error) = app.store.prepare(&statement.sql).await {
                broken.push(format!("{} {}: {error}\n{}", statement.place, statement.name, statement.sql));
            }
        }
        assert!(broken.is_empty(), "refused by {}:\n{}", app.store.dialect_name(), broken.join("\n"));
    }
}

#[test]
fn both_databases_have_the_same_tables_and_columns() {
    run_on(Dialect::Postgres, async |app| {
        let file = DatabaseAddress::File(app.data().join("other.db"));
        let other = Store::open(&file).await.expect("SQLite opens");
        other.migrate().await.expect("SQLite is migrated");
        let ours = |store: Vec<Column>| {
            store
                .into_iter()
                .filter(|column| !column.table.starts_with(DIFFERENT_ON_PURPOSE))
                .collect::<Vec<_>>()
        };
        let sqlite = ours(other.list_columns().await.expect("columns"));
        let postgres = ours(app.store.list_columns().await.expect("columns"));
        let only = |left: &[Column], right: &[Column]| -> Vec<String> {
            left.iter().filter(|column| !right.contains(column)).map(|column| format!("{column:?}")).collect()
        };
        assert!(!sqlite.is_empty());
        assert_eq!(only(&sqlite, &postgres), Vec::<String>::new(), "only on SQLite");
        assert_eq!(only(&postgres, &sqlite), Vec::<String>::new(), "only on PostgreSQL");
    });
}

fn is_for(name: &str, dialect: Dialect) -> bool {
    match dialect {
        Dialect::Sqlite => !name.contains("POSTGRES"),
        Dialect::Postgres => !name.contains("SQLITE"),
    }
}

/// Every `const …SQL…: &str = "…";` under `src/store`; a name with SQLITE or POSTGRES in it is for that one alone.
fn statements() -> Vec<Statement> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/store");
    let mut found = Vec::new();
    for path in rust_files(&root) {
        let source = fs::read_to_string(&path).expect("a source file is readable");
        let place = path.strip_prefix(&root).unwrap_or(&path).display().to_string();
        for (at, _) in source.match_indices("const ") {
            let Some((name, rest)) = source[at + 6..].split_once(": &str =") else { continue };
            if !name.contains("SQL") || name.contains(char::is_whitespace) {
                continue;
            }
            let sql = literal(rest.trim_start()).unwrap_or_else(|| {
                panic!("{place}: {name} is not a plain text, so that no test can prepare it")
            });
            found.push(Statement { place: place.clone(), name: name.to_owned(), sql });
        }
    }
    found
}

/// The value of the string literal at the start of `source`.
fn literal(source: &str) -> Option<String> {
    let mut text = String::new();
    let mut letters = source.strip_prefix('"')?.chars();
    loop {
        match letters.next()? {
            '"' => return Some(text),
            '\\' => match letters.next()? {
                'n' => text.push('\n'),
                '\n' => letters = letters.as_str().trim_start().chars(),
                other => text.push(other),
            },
            letter => text.push(letter),
        }
    }
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("a source folder is readable").flatten() {
        let path = entry.path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}
