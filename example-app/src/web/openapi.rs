//! The document of the API (OpenAPI 3.1), made from the models when the application starts.

use super::resource::{Creates, Resource};
use model_core::Model;
use model_core::meta::Meta;
use model_core::wire::schema;
use serde_json::{Map, Value, json};

/// The document, as it is put together.
#[derive(Debug, Default)]
pub(crate) struct Document {
    paths: Map<String, Value>,
    schemas: Map<String, Value>,
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

fn of_json(schema: Value) -> Value {
    json!({ "application/json": { "schema": schema } })
}

fn header(name: &str, needed: bool, description: &str) -> Value {
    json!({ "name": name, "in": "header", "required": needed, "description": description, "schema": { "type": "string" } })
}

fn parameter(name: &str, description: &str) -> Value {
    json!({ "name": name, "in": "query", "description": description, "schema": { "type": "string" } })
}

fn tag_of(meta: &Meta) -> &'static str {
    meta.name
}

/// One operation.
struct Operation<'o> {
    tag: &'o str,
    id: String,
    summary: String,
    parameters: Vec<Value>,
    body: Option<Value>,
    status: u16,
    answer: Value,
    problems: &'o [u16],
    open: bool,
}

impl Operation<'_> {
    fn document(self) -> Value {
        let mut responses = Map::new();
        responses.insert(self.status.to_string(), json!({ "description": "Done", "content": of_json(self.answer) }));
        for status in self.problems.iter().chain(&[429, 500, 503]) {
            let problem = json!({ "$ref": "#/components/responses/Problem" });
            responses.insert(status.to_string(), problem);
        }
        let security = if self.open { json!([{}, { "token": [] }]) } else { json!([{ "token": [] }]) };
        let mut document = json!({
            "tags": [self.tag], "operationId": self.id, "summary": self.summary, "parameters": self.parameters,
            "responses": responses, "security": security,
        });
        if let Some(body) = self.body {
            document["requestBody"] = json!({ "required": true, "content": of_json(body) });
        }
        document
    }
}

impl Document {
    fn add(&mut self, path: &str, method: &str, operation: Operation<'_>) {
        let item = self.paths.entry(path.to_owned()).or_insert_with(|| json!({}));
        if path.contains("{id}") {
            item["parameters"] = json!([
                { "name": "id", "in": "path", "required": true, "schema": { "type": "string" } },
            ]);
        }
        item[method] = operation.document();
    }

    /// A list and its rows.
    pub(crate) fn reads<M: Resource>(&mut self) {
        let (place, name, meta) = (M::PLACE, M::META.name, M::META);
        self.schemas.insert(name.to_owned(), schema::row::<M>());
        let page = json!({ "type": "object", "required": ["data", "page"], "properties": {
            "data": { "type": "array", "items": reference(name) },
            "page": reference("Page"),
        }});
        self.schemas.insert(format!("{name}Page"), page);
        let asks = M::list().parameters();
        let parameters: Vec<Value> = asks.iter().map(|name| parameter(name, meaning(name))).collect();
        let open = crate::services::policy::allows(None, crate::services::policy::Act::See, meta, None);
        self.add(
            &format!("/api/v1/{place}"),
            "get",
            Operation {
                tag: tag_of(meta),
                id: format!("list_{place}"),
                summary: format!("A page of {place}"),
                parameters,
                body: None,
                status: 200,
                answer: reference(&format!("{name}Page")),
                problems: &[400, 401, 403],
                open,
            },
        );
        self.add(
            &format!("/api/v1/{place}/{{id}}"),
            "get",
            Operation {
                tag: tag_of(meta),
                id: format!("read_{place}"),
                summary: format!("One of the {place}"),
                parameters: vec![header("If-None-Match", false, "The ETag that the client has")],
                body: None,
                status: 200,
                answer: reference(name),
                problems: &[401, 403, 404, 410],
                open,
            },
        );
    }

    pub(crate) fn creates<M: Creates>(&mut self, filled: &[&str]) {
        let (place, name, meta) = (M::PLACE, M::META.name, M::META);
        let mut new = schema::new::<M>();
        // What the newsroom fills in is not for a client to send.
        if let Some(properties) = new.get_mut("properties").and_then(Value::as_object_mut) {
            properties.retain(|field, _| !filled.contains(&&**field));
        }
        if let Some(required) = new.get_mut("required").and_then(Value::as_array_mut) {
            required.retain(|field| field.as_str().is_none_or(|field| !filled.contains(&field)));
        }
        self.schemas.insert(format!("New{name}"), new);
        self.add(
            &format!("/api/v1/{place}"),
            "post",
            Operation {
                tag: tag_of(meta),
                id: format!("create_{place}"),
                summary: format!("Create one of the {place}"),
                parameters: vec![],
                body: Some(reference(&format!("New{name}"))),
                status: 201,
                answer: reference(name),
                problems: &[400, 401, 403, 409, 413, 415, 422],
                open: false,
            },
        );
    }

    pub(crate) fn patches<M: Resource>(&mut self) {
        let (place, name, meta) = (M::PLACE, M::META.name, M::META);
        self.schemas.insert(format!("{name}Patch"), schema::patch::<M>());
        self.add(
            &format!("/api/v1/{place}/{{id}}"),
            "patch",
            Operation {
                tag: tag_of(meta),
                id: format!("patch_{place}"),
                summary: "Absent fields stay; null writes NULL".to_owned(),
                parameters: vec![header("If-Match", true, "The ETag of the row, such as \"v7\"")],
                body: Some(reference(&format!("{name}Patch"))),
                status: 200,
                answer: reference(name),
                problems: &[400, 401, 403, 404, 409, 410, 412, 413, 415, 422, 428],
                open: false,
            },
        );
    }

    pub(crate) fn deletes<M: Resource>(&mut self) {
        let (place, meta) = (M::PLACE, M::META);
        self.add(
            &format!("/api/v1/{place}/{{id}}"),
            "delete",
            Operation {
                tag: tag_of(meta),
                id: format!("delete_{place}"),
                summary: "Delete a row, with what belongs to it".to_owned(),
                parameters: vec![
                    header("If-Match", false, "The ETag of the row; needed unless it is a preview"),
                    parameter("preview", "`true`: only count what would be deleted"),
                ],
                body: None,
                status: 200,
                answer: json!({ "type": "object" }),
                problems: &[400, 401, 403, 404, 409, 410, 412, 428],
                open: false,
            },
        );
    }

    pub(crate) fn history<M: Resource>(&mut self) {
        let (place, meta) = (M::PLACE, M::META);
        self.add(
            &format!("/api/v1/{place}/{{id}}/history"),
            "get",
            Operation {
                tag: tag_of(meta),
                id: format!("history_{place}"),
                summary: "Its changes, newest first".to_owned(),
                parameters: vec![parameter("limit", "At most 100"), parameter("before", "The id of an entry")],
                body: None,
                status: 200,
                answer: json!({ "type": "object" }),
                problems: &[400, 401, 403, 404],
                open: false,
            },
        );
    }

    /// `POST` to a row, or to another place that is no row, with a body or without.
    pub(crate) fn act<M: Model>(&mut self, path: &str, id: &str, summary: &str, body: Option<Value>) {
        let open = id == "increment_views";
        let created = id == "create_orders";
        let mut parameters = vec![];
        if body.is_some() || id == "cancel_orders" {
            let name = if created { "Idempotency-Key" } else { "If-Match" };
            parameters.push(header(name, !created, "See the text above"));
        }
        let answer = if open { json!({ "type": "object" }) } else { reference(M::META.name) };
        self.add(
            path,
            "post",
            Operation {
                tag: tag_of(M::META),
                id: id.to_owned(),
                summary: summary.to_owned(),
                parameters,
                body,
                status: if created { 201 } else { 200 },
                answer,
                problems: &[400, 401, 403, 404, 409, 410, 412, 413, 415, 422, 428],
                open,
            },
        );
    }

    /// `GET` of something that is no row.
    pub(crate) fn read<M: Model>(&mut self, path: &str, id: &str, summary: &str, parameters: &[&str], open: bool) {
        let parameters = parameters.iter().map(|name| parameter(name, meaning(name))).collect();
        self.add(
            path,
            "get",
            Operation {
                tag: tag_of(M::META),
                id: id.to_owned(),
                summary: summary.to_owned(),
                parameters,
                body: None,
                status: 200,
                answer: json!({ "type": "object" }),
                problems: &[400, 401, 403],
                open,
            },
        );
    }

    /// The whole document.
    pub(crate) fn finish(mut self) -> Value {
        let page = json!({ "type": "object", "properties": {
            "next": { "type": ["string", "null"], "description": "The value of `after` for the next page" },
            "prev": { "type": ["string", "null"], "description": "The value of `before` for the page before" },
            "total": { "type": "object", "description": "With `count=true`: `exact`, or `at_least` of a long list" },
            "stopped_after": { "type": "integer", "description": "After how many rows a search stopped before the page \
                was full: `next`, or `prev` of a page that was asked for by `before`, goes on from there" },
        }});
        self.schemas.insert("Page".to_owned(), page);
        self.schemas.insert("Problem".to_owned(), schema::problem());
        let problem = json!({ "description": "A problem (RFC 9457)", "content": {
            model_core::wire::Problem::MEDIA_TYPE: { "schema": reference("Problem") },
        }});
        json!({
            "openapi": "3.1.0",
            "info": { "title": "Newsroom", "version": env!("CARGO_PKG_VERSION"), "description": TEXT },
            "servers": [{ "url": "/" }],
            "paths": self.paths,
            "components": {
                "schemas": self.schemas,
                "responses": { "Problem": problem },
                "securitySchemes": { "token": { "type": "http", "scheme": "bearer" } },
            },

        })
    }
}

const TEXT: &str = "Articles, comments, tags and orders of a newsroom. A program acts for an account by a token. \
A write of a row that has a version needs `If-Match` with the `ETag` of the row. An order that was sent with an \
`Idempotency-Key` is placed once, however often it is sent. Every refusal is a problem (RFC 9457).";

fn meaning(parameter: &str) -> &'static str {
    match parameter {
        "q" => "Rows that contain the text",
        "sort" => "Names of fields, separated by commas; `-` is descending",
        "limit" => "How many rows",
        "after" => "After this cursor",
        "before" => "Before this cursor",
        "count" => "`true`: and how many there are",
        name if name.ends_with(".not") => "Rows without this value",
        name if name.ends_with(".null") => "`true`: rows without a value",
        name if name.ends_with(".from") => "Rows with this value or a larger one",
        name if name.ends_with(".before") => "Rows with a smaller value",
        name if name.ends_with(".contains") => "Rows whose text contains this one",
        _ => "Rows with this value; several times: with one of these",
    }
}
