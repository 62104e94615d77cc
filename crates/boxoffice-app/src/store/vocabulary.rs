//! The words of titles and places with their trigrams: what a misspelt word is compared with.

use serde_json::Value;
use sqlx::AssertSqlSafe;

use super::bulk::{Columns, Kind, text_list};
use super::cell::cells;
use super::{Dialect, Result, Tx, on};

/// From so many letters on, a word with one trigram in common is no likeness.
const SHARED_CHARS_MIN: usize = 6;

const WORD: Columns = &[("word", Kind::Text)];
const TRIGRAM: Columns = &[("trigram", Kind::Text), ("word", Kind::Text)];

impl Tx {
    /// Which of these words the vocabulary has.
    pub(crate) async fn list_known_words(&mut self, words: &[String]) -> Result<Vec<String>> {
        let sql = format!(
            "select word from search_word where word in (select value ->> 0 from {})",
            self.dialect().rows_from_json()
        );
        let words = word_list(words);
        on!(self, conn => Ok(sqlx::query_scalar(AssertSqlSafe(sql)).bind(words).fetch_all(conn).await?))
    }

    /// Those of these beginnings with which no word of the vocabulary begins.
    pub(crate) async fn list_unknown_beginnings(&mut self, beginnings: &[&String]) -> Result<Vec<String>> {
        let given = match self.dialect() {
            Dialect::Sqlite => "(select value as start from json_each($1)) as given",
            Dialect::Postgres => "json_array_elements_text(cast($1 as json)) as given(start)",
        };
        let sql = format!(
            "select cast(given.start as text)
               from {given}
              where not exists (
                    select 1 from search_word where word >= given.start and word < given.start || $2)"
        );
        let given: Value = beginnings.iter().map(|start| start.as_str()).collect();
        let last = "\u{10ffff}";
        on!(self, conn => Ok(sqlx::query_scalar(AssertSqlSafe(sql)).bind(given.to_string()).bind(last).fetch_all(conn).await?))
    }

    /// The words of the vocabulary that share most of these trigrams.
    pub(crate) async fn list_similar_words(&mut self, trigrams: &[String]) -> Result<Vec<String>> {
        // An array, because PostgreSQL reads the whole table to join it with rows whose number it cannot guess.
        let of_these = match self.dialect() {
            Dialect::Sqlite => "in (select value from json_each($1))",
            Dialect::Postgres => "= any(array(select json_array_elements_text(cast($1 as json))))",
        };
        let sql = format!(
            "select word
               from search_trigram
              where trigram {of_these}
              group by word
             having count(*) >= $2
              order by count(*) desc, word
              limit 60"
        );
        let given = Value::from(trigrams).to_string();
        let shared_min = if trigrams.len() < SHARED_CHARS_MIN { 1_i64 } else { 2 };
        on!(self, conn => Ok(sqlx::query_scalar(AssertSqlSafe(sql)).bind(given).bind(shared_min).fetch_all(conn).await?))
    }

    /// Adds words to the vocabulary. Sorted, so that two writers wait for each other in the same order.
    pub(crate) async fn insert_words(
        &mut self,
        words: &[String],
        trigrams: &[(String, String)],
    ) -> Result<()> {
        let rows = words.iter().map(|word| cells![word.as_str()]).collect();
        self.insert_new_rows("search_word", WORD, rows).await?;
        let rows = trigrams.iter().map(|(trigram, word)| cells![trigram.as_str(), word.as_str()]).collect();
        self.insert_new_rows("search_trigram", TRIGRAM, rows).await
    }
}

fn word_list(words: &[String]) -> String {
    text_list(words.iter().map(String::as_str))
}
