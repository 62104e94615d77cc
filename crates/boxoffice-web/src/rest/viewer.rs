//! `GET /api/docs`: the API description as a page. No script, nothing from elsewhere: what `openapi.rs`
//! says is laid out by the server, with a line for `curl` under each operation.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use askama::Template;
use serde_json::Value;

use super::openapi;
use crate::frame::Frame;
use crate::page::{Page, Sample};

/// The page.
#[derive(Clone, Debug, Template)]
#[template(path = "rest/docs.html")]
pub struct DocsPage {
    frame: Frame,
    about: &'static str,
    groups: &'static [Group],
    shapes: &'static [Shape],
}

/// Operations about one subject.
#[derive(Clone, Debug)]
struct Group {
    name: String,
    about: String,
    operations: Vec<Operation>,
}

#[derive(Clone, Debug)]
struct Operation {
    id: String,
    method: String,
    path: String,
    summary: String,
    about: String,
    needs_account: bool,
    parameters: Vec<Field>,
    body: Option<String>,
    answers: Vec<Answer>,
    curl: String,
}

/// A parameter, or a member of a shape.
#[derive(Clone, Debug)]
struct Field {
    name: String,
    kind: Kind,
    required: bool,
    about: String,
    example: String,
}

/// What a value is: words, and the shape they name.
#[derive(Clone, Debug, Default)]
struct Kind {
    words: String,
    shape: Option<String>,
}

#[derive(Clone, Debug)]
struct Answer {
    status: String,
    about: String,
    kind: Kind,
}

/// A named schema.
#[derive(Clone, Debug)]
struct Shape {
    name: String,
    about: String,
    fields: Vec<Field>,
}

#[derive(Debug)]
struct Manual {
    about: String,
    groups: Vec<Group>,
    shapes: Vec<Shape>,
}

static MANUAL: LazyLock<Manual> = LazyLock::new(|| {
    let api = serde_json::to_value(openapi::describe()).unwrap_or_default();
    Manual { about: text(&api["info"]["description"]), groups: groups(&api), shapes: shapes(&api) }
});

/// Shows the page.
pub(super) async fn show(frame: Frame) -> Page<DocsPage> {
    Page::new(DocsPage::new(frame))
}

impl DocsPage {
    fn new(frame: Frame) -> Self {
        Self { frame, about: &MANUAL.about, groups: &MANUAL.groups, shapes: &MANUAL.shapes }
    }
}

impl Sample for DocsPage {
    fn samples(frame: &Frame) -> Vec<Self> {
        vec![Self::new(frame.clone())]
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn groups(api: &Value) -> Vec<Group> {
    let mut by_tag: BTreeMap<String, Vec<Operation>> = BTreeMap::new();
    for (path, item) in api["paths"].as_object().into_iter().flatten() {
        for (method, operation) in item.as_object().into_iter().flatten() {
            let tag = text(&operation["tags"][0]);
            by_tag.entry(tag).or_default().push(read_operation(api, path, method, operation));
        }
    }
    let tags = api["tags"].as_array().into_iter().flatten();
    tags.filter_map(|tag| {
        let name = text(&tag["name"]);
        let operations = by_tag.remove(&name)?;
        Some(Group { about: text(&tag["description"]), name, operations })
    })
    .collect()
}

fn read_operation(api: &Value, path: &str, method: &str, operation: &Value) -> Operation {
    let body = operation["requestBody"]["content"]["application/json"]["schema"].clone();
    let body = kind(&body).shape;
    let needs_account = operation["security"].as_array().is_some_and(|security| {
        !security.is_empty() && security.iter().all(|way| way.as_object().is_some_and(|way| !way.is_empty()))
    });
    Operation {
        id: text(&operation["operationId"]),
        method: method.to_uppercase(),
        path: path.to_owned(),
        summary: text(&operation["summary"]),
        about: text(&operation["description"]),
        needs_account,
        parameters: operation["parameters"].as_array().into_iter().flatten().map(parameter).collect(),
        answers: operation["responses"].as_object().into_iter().flatten().map(answer).collect(),
        curl: curl(api, path, method, needs_account, body.as_deref()),
        body,
    }
}

fn parameter(parameter: &Value) -> Field {
    Field {
        name: text(&parameter["name"]),
        kind: kind(&parameter["schema"]),
        required: parameter["required"].as_bool().unwrap_or(false),
        about: text(&parameter["description"]),
        example: example(&parameter["schema"]),
    }
}

fn answer((status, answer): (&String, &Value)) -> Answer {
    Answer {
        status: status.clone(),
        about: text(&answer["description"]),
        kind: kind(&answer["content"]["application/json"]["schema"]),
    }
}

fn shapes(api: &Value) -> Vec<Shape> {
    let schemas = api["components"]["schemas"].as_object();
    schemas.into_iter().flatten().map(|(name, schema)| shape(name, schema)).collect()
}

fn shape(name: &str, schema: &Value) -> Shape {
    let parts = schema["allOf"].as_array().into_iter().flatten();
    let inherited = parts.clone().filter_map(|part| kind(part).shape).map(|shape| Field {
        name: "…".into(),
        kind: Kind { words: format!("everything of {shape}"), shape: Some(shape) },
        required: true,
        about: String::new(),
        example: String::new(),
    });
    let own = std::iter::once(schema).chain(parts).flat_map(members);
    let mut about = text(&schema["description"]);
    if let Some(values) = schema["enum"].as_array() {
        let values: Vec<&str> = values.iter().filter_map(Value::as_str).collect();
        about = format!("{about} One of: {}.", values.join(", "));
    }
    Shape { name: name.to_owned(), about, fields: inherited.chain(own).collect() }
}

fn members(schema: &Value) -> impl Iterator<Item = Field> {
    let required: Vec<&str> =
        schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    schema["properties"].as_object().into_iter().flatten().map(move |(name, member)| Field {
        name: name.clone(),
        kind: kind(member),
        required: required.contains(&name.as_str()),
        about: text(&member["description"]),
        example: example(member),
    })
}

fn kind(schema: &Value) -> Kind {
    if let Some(name) = schema["$ref"].as_str().and_then(|link| link.rsplit('/').next()) {
        return Kind { words: name.to_owned(), shape: Some(name.to_owned()) };
    }
    let choices = schema["oneOf"].as_array().or_else(|| schema["anyOf"].as_array());
    if let Some(choices) = choices {
        let kinds: Vec<Kind> = choices.iter().filter(|choice| choice["type"] != "null").map(kind).collect();
        let words: Vec<&str> = kinds.iter().map(|kind| kind.words.as_str()).collect();
        return Kind { words: words.join(" or "), shape: kinds.iter().find_map(|kind| kind.shape.clone()) };
    }
    let name = match &schema["type"] {
        Value::Array(types) => {
            types.iter().filter_map(Value::as_str).find(|name| *name != "null").unwrap_or_default()
        }
        single => single.as_str().unwrap_or_default(),
    };
    if name == "array" {
        let item = kind(&schema["items"]);
        return Kind { words: format!("list of {}", item.words), shape: item.shape };
    }
    let bounds = match (schema["minimum"].as_i64(), schema["maximum"].as_i64()) {
        (Some(least), Some(most)) => format!(" {least}–{most}"),
        _ => String::new(),
    };
    Kind { words: format!("{name}{bounds}"), shape: None }
}

fn example(schema: &Value) -> String {
    let example = match schema["examples"].as_array().and_then(|examples| examples.first()) {
        Some(first) => first,
        None => &schema["example"],
    };
    match example {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn curl(api: &Value, path: &str, method: &str, needs_account: bool, body: Option<&str>) -> String {
    let mut line = format!("curl -X {} \"$BOXOFFICE{path}\"", method.to_uppercase());
    if needs_account {
        line.push_str(" \\\n  -H \"Authorization: Bearer $TOKEN\"");
    }
    if method == "post" {
        line.push_str(" \\\n  -H \"Idempotency-Key: $(uuidgen)\"");
    }
    if let Some(name) = body {
        let sample = sample(api, &api["components"]["schemas"][name], 0);
        line.push_str(" \\\n  -H 'Content-Type: application/json'");
        line.push_str(&format!(" \\\n  -d '{sample}'"));
    }
    line
}

/// Shapes nest this deep at most; a deeper one would be a circle.
const DEPTH_MAX: usize = 6;

/// A body with every required member, from the examples of the description.
pub(super) fn sample(api: &Value, schema: &Value, depth: usize) -> Value {
    if depth > DEPTH_MAX {
        return Value::Null;
    }
    if let Some(name) = kind(schema).shape.filter(|_| schema["items"].is_null()) {
        return sample(api, &api["components"]["schemas"][&name], depth + 1);
    }
    if !schema["example"].is_null() {
        return schema["example"].clone();
    }
    if let Some(first) = schema["oneOf"].as_array().and_then(|choices| choices.first()) {
        return sample(api, first, depth + 1);
    }
    if !schema["items"].is_null() {
        return Value::Array(vec![sample(api, &schema["items"], depth + 1)]);
    }
    let required = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
    required.map(|name| (name.to_owned(), sample(api, &schema["properties"][name], depth + 1))).collect()
}
