//! `expand[]`: references in an answer become the objects that they name.

use serde_json::Value;

use crate::book::Book;
use crate::refusal::Refusal;

pub(crate) fn expand(book: &Book, mut said: Value, paths: &[&str]) -> Result<Value, Refusal> {
    for path in paths {
        let steps: Vec<&str> = path.split('.').collect();
        walk(book, &mut said, &steps, path)?;
    }
    Ok(said)
}

fn walk(book: &Book, at: &mut Value, steps: &[&str], path: &str) -> Result<(), Refusal> {
    let Some((first, rest)) = steps.split_first() else { return Ok(()) };
    let refuse = || Refusal::bad(&format!("This property cannot be expanded ({path}).")).about("expand");
    let next = at.get_mut(*first).ok_or_else(refuse)?;
    match next {
        Value::Array(all) => {
            for one in all {
                walk(book, one, rest, path)?;
            }
            return Ok(());
        }
        Value::String(id) => {
            let found = book.objects.get(id).map(|kept| kept.object.clone());
            *next = found.ok_or_else(refuse)?;
        }
        Value::Null => return Ok(()),
        Value::Object(_) => {}
        _ => return Err(refuse()),
    }
    walk(book, next, rest, path)
}
